#!/bin/sh
# The three databases and who may do what in them; run once by a superuser on an empty server (the postgres image does it for
# /docker-entrypoint-initdb.d; elsewhere: PGHOST=… PGUSER=postgres OWNER_PASSWORD=… APP_PASSWORD=… TEMPORAL_PASSWORD=… sh create-databases.sh).
# Run for real by test/integration/backup.test.ts.
#
#   mot_cua_sms_owner   owns our tables; only `migrate` and backup and restore use it
#   mot_cua_sms         api, worker, audit: reads and writes rows, and cannot take the journal's triggers away, because it owns nothing
#   temporal            owns Temporal's two databases and sees none of ours
set -eu

: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}" "${TEMPORAL_PASSWORD:?}"

# Not as arguments, where every process of the machine could read them: psql takes them from its environment.
export OWNER_PASSWORD APP_PASSWORD TEMPORAL_PASSWORD
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="${PGDATABASE:-postgres}" --username="${PGUSER:-${POSTGRES_USER:-postgres}}" <<'SQL'
\set owner_password `printf %s "$OWNER_PASSWORD"`
\set app_password `printf %s "$APP_PASSWORD"`
\set temporal_password `printf %s "$TEMPORAL_PASSWORD"`
create role mot_cua_sms_owner login password :'owner_password';
create role mot_cua_sms login password :'app_password';
create role temporal login password :'temporal_password';

create database mot_cua_sms owner mot_cua_sms_owner;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect, temporary on database mot_cua_sms, temporal, temporal_visibility from public;
grant connect on database mot_cua_sms to mot_cua_sms;

\connect mot_cua_sms
revoke create on schema public from public;
alter default privileges for role mot_cua_sms_owner in schema public grant select, insert, update, delete on tables to mot_cua_sms;
SQL
