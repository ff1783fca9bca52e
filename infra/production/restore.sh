#!/bin/sh
# Brings a backup of backup.sh back into empty databases.
#
#   PGHOST=… PGUSER=postgres PGPASSFILE=… sh restore.sh /backups/20261124T190000Z [mot_cua_sms] [temporal] [temporal_visibility]
#
# Without names: all that the backup holds. A superuser's, or each owner's own, because tables come back with their owners and rights:
# the roles must be there (compose/create-databases.sh makes them, and the empty databases). Nothing that holds a table is touched.
# Stop every api and worker first, and Temporal where its databases are restored; what to do next is printed at the end.
# OURS, TEMPORAL, TEMPORAL_VISIBILITY as in backup.sh. Run for real by test/integration/backup.test.ts.
set -eu

backup=${1:?the folder of the backup}
shift
cd "$backup"
sha256sum --check --quiet SHA256SUMS || { echo "$backup is not what was backed up: nothing was restored" >&2; exit 1; }

where() {
  case $1 in
    mot_cua_sms) echo "${OURS:-dbname=mot_cua_sms}" ;;
    temporal) echo "${TEMPORAL:-dbname=temporal}" ;;
    temporal_visibility) echo "${TEMPORAL_VISIBILITY:-dbname=temporal_visibility}" ;;
    *) echo "expected mot_cua_sms, temporal or temporal_visibility, came $1" >&2; return 2 ;;
  esac
}

ask() { psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1" --command="$2"; }

if [ $# -eq 0 ]; then
  for dump in *.dump; do set -- "$@" "${dump%.dump}"; done
fi

# All are looked at before one is touched.
for name in "$@"; do
  to=$(where "$name")
  [ -f "$name.dump" ] || { echo "$backup holds no $name" >&2; exit 1; }
  tables=$(ask "$to" "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'")
  [ "$tables" = 0 ] || { echo "$name at '$to' holds $tables tables: expected an empty database; nothing was restored" >&2; exit 1; }
done

for name in "$@"; do
  to=$(where "$name")
  pg_restore --no-password --exit-on-error --single-transaction --dbname="$to" "$name.dump"
  ask "$to" 'analyze'
  echo "$name is back"
done

case " $* " in *' mot_cua_sms '*)
  guards=$(ask "$(where mot_cua_sms)" "select count(*) from pg_trigger where tgrelid = 'events'::regclass and tgenabled in ('O', 'A')
    and tgname in ('events_are_append_only', 'events_are_not_truncated')")
  [ "$guards" = 2 ] || { echo "the journal came back with $guards of its 2 guards: it is not append-only, do not start" >&2; exit 1; }
  ;;
esac

cat <<'NEXT'
Start Temporal. Then, before worker and api, with the settings of production:
  1. node dist/main.js migrate     (as the owner) the schema of this build; search attributes
  2. node dist/main.js audit       the journal is what was written: "ok":true
  3. node dist/main.js reconcile   what journal, ledger and workflows say differently; rebuild mends it from the journal
Then worker, then api; then let the one-stop software send again what it sent since the backup: its event ids make that safe.
NEXT
