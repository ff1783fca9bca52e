#!/bin/sh
# One backup of the three databases: Temporal's two first, ours last, in a folder named by the moment it began.
#
#   PGHOST=… PGUSER=… PGPASSFILE=… BACKUP_DIR=/backups sh backup.sh
#
# Ours last, because the journal is the truth and may be ahead of the workflows: what they have not heard can be told again. The other way
# round they would know events that the journal does not have, and the next event recorded under the same number would be taken for heard.
#
# OURS, TEMPORAL, TEMPORAL_VISIBILITY: connection strings of libpq without passwords, where they are on different servers; "none" leaves one out.
# KEEP_DAYS: older backups are removed after a successful one (14). Erasure (requirements §9) reaches a backup only by its removal.
# Run for real by test/integration/backup.test.ts, with pg_dump and a server of the same major version.
set -eu
umask 077

: "${BACKUP_DIR:?the folder of the backups}"
keep_days=${KEEP_DAYS:-14}
case $keep_days in '' | *[!0-9]*) echo "KEEP_DAYS: expected a number of days, came $keep_days" >&2; exit 2 ;; esac

began=$(date -u +%Y%m%dT%H%M%SZ)
unfinished=$BACKUP_DIR/$began.unfinished
mkdir -p "$BACKUP_DIR"
mkdir "$unfinished"
trap 'rm -rf "$unfinished"' EXIT
trap 'exit 1' INT TERM

dump() {
  [ "$2" = none ] && return
  # One snapshot of the database, readable while everybody writes; compressed; with owners, rights and triggers.
  pg_dump --no-password --format=custom --lock-wait-timeout=60s --dbname="$2" --file="$unfinished/$1.dump"
  # Readable from its first byte to its last, not just there.
  pg_restore --file=/dev/null "$unfinished/$1.dump"
}

dump temporal "${TEMPORAL:-dbname=temporal}"
dump temporal_visibility "${TEMPORAL_VISIBILITY:-dbname=temporal_visibility}"
dump mot_cua_sms "${OURS:-dbname=mot_cua_sms}"

(cd "$unfinished" && sha256sum -- *.dump >SHA256SUMS)
sync
mv "$unfinished" "$BACKUP_DIR/$began"
trap - EXIT

# Never the one just made, and nothing that is not a backup by its name.
find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*Z' ! -name "$began" -mtime "+$keep_days" -exec rm -rf {} +
# What a crash in the middle left behind.
find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*Z.unfinished' -mtime +1 -exec rm -rf {} +

echo "$BACKUP_DIR/$began"
