#!/bin/sh
# A real Slurm of one machine, without systemd: the script of `sweep --script slurm` as an array, a task that is killed and starts again,
# the merge that waits. Needs slurmctld, slurmd, munge, and to be root.
. "$SRCDIR/tests/lib.sh"

PATH=$PATH:/usr/sbin
for program in slurmctld slurmd sbatch munged setpriv; do
	command -v $program >/dev/null || skip "$program is not here"
done
[ "$(id -u)" -eq 0 ] || skip "Slurm is started by root only"
[ ! -e /run/munge/munge.socket.2 ] || skip "munge is running: this machine may be of a cluster"

FOGLINE_RUN_INFO=0
export FOGLINE FOGLINE_RUN_INFO
for name in $(env | sed -n 's/^\(SLURM_[A-Z_]*\|SBATCH_[A-Z_]*\)=.*/\1/p'); do
	unset "$name"
done

# ---- Slurm ----

# The processes that were started, by the files that they leave; the last first.
stop_slurm() {
	for pid in slurm/slurmd.pid slurm/slurmctld.pid /run/munge/munged.pid; do
		[ ! -s $pid ] || kill "$(cat $pid)" 2>/dev/null
	done
	sleep 1
	rm -f /run/munge/munge.socket.2
	rm -rf "$work"
}

here=$(hostname -s)
mkdir slurm slurm/state slurm/spool
cat >slurm/slurm.conf <<END
ClusterName=one
SlurmctldHost=$here(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=cred_expire=5
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,bf_interval=1
NodeName=$here NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
SLURM_CONF=$work/slurm/slurm.conf
export SLURM_CONF
trap stop_slurm EXIT
install -d -o munge -g munge -m 0755 /run/munge
install -d -o munge -g munge -m 0700 /var/log/munge /var/lib/munge
[ -s /etc/munge/munge.key ] || mungekey --create || skip "munge has no key"
setpriv --reuid munge --regid munge --clear-groups "$(command -v munged)" || skip "munge does not start"
slurmctld -f "$SLURM_CONF" && slurmd -f "$SLURM_CONF" || skip "Slurm does not start"

# within SECONDS COMMAND...: it succeeds before long.
within() {
	left=$(($1 * 5))
	shift
	until "$@"; do
		left=$((left - 1))
		[ $left -gt 0 ] || return 1
		sleep 0.2
	done
}

idle() {
	sinfo -h -o %T 2>/dev/null | grep -q idle
}
within 60 idle || skip "Slurm has no node"

# ---- a sweep ----

sweep() {
	run "$FOGLINE" sweep "$SRCDIR/scenarios/9-sweep.yaml" --set run.duration=1200s --set run.warmup=1s --replications 2 \
		--vary offloading.policy=local,nearest --vary nodes.phone.count=10,20,30 "$@"
}
sweep -q -o whole
expect_code "a sweep as a whole" 0

# The task 0 never ends when it runs the first time: it is held when it has done a run or more, until it is taken away.
cat >held <<END
#!/bin/sh
if [ "\$1 \${SLURM_ARRAY_TASK_ID:-} \${SLURM_RESTART_COUNT:-0}" != "sweep 0 0" ]; then
	exec "$FOGLINE" "\$@"
fi
"$FOGLINE" "\$@" &
until ls parts/runs/*.run >/dev/null 2>&1; do
	sleep 0.1
done
kill -STOP \$!
touch begun
sleep 600
END
chmod +x held
sweep -o parts --script slurm --parts 3
expect_code "a script" 0
cp out script
run env FOGLINE="$PWD/held" sh script
expect_code "Slurm takes it" 0
array=$(scontrol -o show job | sed -n 's/.*ArrayJobId=\([0-9]*\).*/\1/p' | head -n 1)
merge=$(sed -n 's/^Submitted batch job //p' out)

begun() {
	[ -e begun ]
}
check "its array runs" within 60 begun
# As Slurm does when others come first.
run scontrol requeue "${array}_0"
expect_code "a task is taken away" 0
requeued() {
	scontrol -o show job "${array}_0" | grep -q "Restarts=1"
}
check "it starts again" within 60 requeued

ended() {
	scontrol -o show job "$merge" | grep -q "JobState=\(COMPLETED\|FAILED\)"
}
# Slurm waits until the credential of the task has expired.
check "the merge runs at last" within 120 ended
check "it found all" sh -c "scontrol -o show job $merge | grep -q JobState=COMPLETED"
check "the results are those of one sweep" cmp -s parts/9-sweep.h5 whole/9-sweep.h5
[ $failures -eq 0 ] || head -n 20 parts/log/*
finish
