"""Is what `causeway serve` acknowledged still in its journal after a power cut?

The journal lies on ext4 in a loop file. At a random moment the server is stopped and the loop file is copied: the copy holds
what had reached the device and lacks what was only in the page cache. The copy is mounted, a server is started on it, and
every operation that was acknowledged must be there.

  done      the register, in memory, is there: what was answered 201 must have a receipt, applied or held
  held      the register is away: what was answered 202 must be held, with the document that was sent
  postgres  the same with the journal in a PostgreSQL server, which is cut off with it
  drained   the register was away and is back, and the cut comes while held work is worked off and nothing else is asked: what
            is written then is not synced in the log. SQLite's write-ahead log is synced just before the cut, as it is when it
            is moved to the file: the tables are further than the log then. All must be applied in the end; no control

With `control`, syncs are swallowed (by strace; with `postgres`, by its own fsync=off): then operations must be lost, or this
test could not see a loss.

usage, as root: python3 tests/power/power_cut.py SERVER [ROUNDS] [done|held|postgres|drained] [control]
It ends with 77 where the system does not allow it, and says what is missing.
"""
import contextlib, http.client, json, os, pathlib, random, shutil, signal, socket, subprocess, sys, tempfile, threading, time

import postgres

SERVER = os.path.abspath(sys.argv[1])
WORDS = sys.argv[2:]
ROUNDS = int(next((word for word in WORDS if word.isdigit()), 5))
MODE = next((word for word in WORDS if word in ("held", "postgres", "drained")), "done")
CONTROL = "control" in WORDS
DOCUMENT = json.loads((pathlib.Path(__file__).parents[2] / "docs/examples/lpa.json").read_bytes())
SECRET = "a secret that only this test uses"


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


PORT, DATABASE_PORT, REGISTER_PORT = free_port(), free_port(), free_port()
DATABASE = f"127.0.0.1:{DATABASE_PORT}/postgres?sslmode=disable"
NOBODY_LISTENS = "postgres://causeway_rw@127.0.0.1:1/nothing"
# A register that can be away and come back: another server, which the one on trial reaches over HTTP.
REGISTER = f"http://127.0.0.1:{REGISTER_PORT}"
REGISTER_SECRET = "another secret that only this test uses"
HELD = 2000
CASE_MANAGER = "urn:opg:sirius:users:34"
CLIENTS = 8
# Servers that are not cut off.
BESIDE = []
NOT_HERE = 77


def missing():
    """What this needs and the system does not have, or None."""
    if os.geteuid() != 0:
        return "it needs root"
    needed = ["losetup", "mkfs.ext4", "mount", "pgrep"] + (["strace"] if CONTROL and MODE != "postgres" else [])
    absent = [each for each in needed if not shutil.which(each)]
    if absent:
        return f"it needs {', '.join(absent)}"
    if MODE == "postgres" and not (postgres.programs() and postgres.USER):
        return "it needs PostgreSQL, and a user that is not root"
    with tempfile.TemporaryDirectory(dir="/dev/shm") as work:
        run("truncate", "-s", "8M", f"{work}/tried.img")
        try:
            run("mkfs.ext4", "-q", "-F", f"{work}/tried.img")
            unmount(mount(f"{work}/tried.img", f"{work}/tried"), f"{work}/tried")
        except subprocess.CalledProcessError:
            return "it needs loop devices, and the right to mount them"
    return None


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def mount(image, place):
    os.makedirs(place, exist_ok=True)
    device = run("losetup", "--show", "-f", image)
    try:
        run("mount", "-o", "commit=600", device, place)
    except subprocess.CalledProcessError:
        run("losetup", "-d", device)
        raise
    return device


def unmount(device, place):
    for _ in range(100):  # a traced server that was killed may take a moment to be gone
        if subprocess.run(["umount", place], capture_output=True).returncode == 0:
            break
        time.sleep(0.05)
    run("losetup", "-d", device)


def settings(place):
    away, shared = MODE != "done", MODE == "postgres"
    journal = f"postgres://causeway_rw@{DATABASE}" if shared else f"sqlite:{place}/journal.sqlite"
    register = REGISTER if MODE == "drained" else NOBODY_LISTENS if away else "memory:"
    return dict(os.environ, CAUSEWAY__HTTP__LISTEN=f"127.0.0.1:{PORT}", CAUSEWAY__JOURNAL__URL=journal,
                CAUSEWAY__REGISTER__URL=register, CAUSEWAY__REGISTER__SECRET=REGISTER_SECRET,
                CAUSEWAY__FORWARD__DRAIN_PER_SECOND="2000", CAUSEWAY__AUTH__SHARED_SECRET=SECRET,
                CAUSEWAY__DOCUMENTS__DIR=f"{place}/documents",
                CAUSEWAY__JOURNAL__KEY="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")


def causeway(place, *words, **others):
    said = subprocess.run([SERVER, *words], env=settings(place) | others, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def serve(place, traced=False):
    swallow = ["strace", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0"]
    command = (swallow if traced else []) + [SERVER, "serve"]
    server = subprocess.Popen(command, env=settings(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(1500):  # on a busy machine
        try:
            ask("GET", "/health-check")
            return server
        except OSError:
            time.sleep(0.02)
    end([server])
    raise SystemExit("the server does not listen")


def ask(method, path, body=None, token="", connection=None):
    connection = connection or http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    connection.request(method, path, body, {"X-Jwt-Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    return answer, answer.read()


def write(promised, token, stopping):
    """Creates one LPA after the other, each with a document of its own; notes each operation that was acknowledged, and what
    was sent."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    while not stopping.is_set():
        digits = f"{random.randrange(10**12):012}"
        uid = f"M-{digits[:4]}-{digits[4:8]}-{digits[8:]}"
        document = dict(DOCUMENT, donor=dict(DOCUMENT["donor"], email=f"{digits}@example.com"))
        try:
            answer, _ = ask("PUT", f"/lpas/{uid}", json.dumps(document), token, connection)
        except (OSError, http.client.HTTPException):
            return
        if answer.status == (201 if MODE == "done" else 202):
            promised.append((answer.headers["Causeway-Operation"], document))


def family(pid):
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [each for child in children for each in family(int(child))]


def tell(servers, number):
    for pid in [each for server in servers for each in family(server.pid)]:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def end(servers):
    tell([server for server in servers if server.poll() is None], signal.SIGKILL)
    [server.wait() for server in servers]


def holds(kept, sent):
    """Whether everything that was sent is kept as it was sent."""
    if isinstance(sent, dict):
        return isinstance(kept, dict) and all(holds(kept.get(name), value) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(kept, list) and len(kept) == len(sent) and all(map(holds, kept, sent))
    return kept == sent


def receipts(promised, token):
    """What became of what was acknowledged, by receipt."""
    for operation, _ in promised:
        answer, body = ask("GET", f"/v1/operations/{operation}", token=token)
        yield json.loads(body)["state"] if answer.status == 200 else "lost"


def contents(place, promised):
    """Whether what was acknowledged is held with what was sent."""
    lines = causeway(place, "held", "export", "--content", "--by", CASE_MANAGER, "--json").splitlines()
    kept = {line["receipt"]["id"]: line["content"]["content"] for line in map(json.loads, lines)}
    for operation, document in promised:
        yield "lost" if operation not in kept else "held" if holds(kept[operation], document) else "changed"


def prepare(place, servers):
    """What must be there before the trial begins: what is to lose its power beside the server."""
    if MODE != "postgres":
        return
    postgres.make(place)
    cluster = postgres.start(place, DATABASE_PORT)
    servers.append(cluster)
    owner = f"postgres://postgres@{DATABASE}"
    causeway(place, "migrate", CAUSEWAY__REGISTER__URL="memory:", CAUSEWAY__JOURNAL__URL=owner)
    postgres.execute(place, DATABASE_PORT, "alter role causeway_rw login")
    postgres.execute(place, DATABASE_PORT, "checkpoint")
    if CONTROL:
        cluster.send_signal(signal.SIGINT)
        cluster.wait()
        servers[:] = [postgres.start(place, DATABASE_PORT, forgetful=True)]


@contextlib.contextmanager
def mounted(image, place):
    """The image there, and whoever runs on it: ended in the end, whatever happens."""
    device, servers = mount(image, place), []
    try:
        yield servers
    finally:
        end(servers)
        unmount(device, place)


def serve_register():
    own = dict(os.environ, CAUSEWAY__HTTP__LISTEN=f"127.0.0.1:{REGISTER_PORT}", CAUSEWAY__REGISTER__URL="memory:",
               CAUSEWAY__JOURNAL__URL="memory:", CAUSEWAY__AUTH__EDGE_SECRET=REGISTER_SECRET)
    return subprocess.Popen([SERVER, "serve"], env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def held():
    return json.loads(ask("GET", "/health-check/dependencies")[1])["held"]


def wait_for(what):
    for _ in range(6000):
        if what():
            return
        time.sleep(0.02)
    raise SystemExit("waited in vain")


def sync_tables(place):
    tables = os.open(f"{place}/journal.sqlite-wal", os.O_RDWR)
    os.fsync(tables)
    os.close(tables)


def work_off(place, count):
    """The register comes back, and some of what is held is worked off."""
    run("sync", "-f", place)  # only what is worked off is on trial
    BESIDE.append(serve_register())
    few = count * random.uniform(0.3, 0.9)
    wait_for(lambda: held() < few)
    sync_tables(place)


def cut(place, servers, image, copy):
    """Load, and the cut in it: what was acknowledged before it."""
    prepare(place, servers)
    servers.append(serve(place, traced=CONTROL and MODE != "postgres"))
    run("sync", "-f", place)  # the empty journal itself is not on trial
    token = causeway(place, "token")
    promised, stopping = [[] for _ in range(CLIENTS)], threading.Event()
    clients = [threading.Thread(target=write, args=(one, token, stopping)) for one in promised]
    [client.start() for client in clients]
    time.sleep(random.uniform(0.7, 2.0))
    wait_for(lambda: sum(map(len, promised)) >= (HELD if MODE == "drained" else CLIENTS))
    if MODE == "drained":
        stopping.set()
        [client.join() for client in clients]
        work_off(place, sum(map(len, promised)))
    before = [each for one in promised for each in list(one)]
    tell(servers, signal.SIGSTOP)
    run("cp", "--sparse=always", image, copy)
    stopping.set()
    end(servers)
    [client.join() for client in clients]
    return before, token


def found(place, servers, promised, token):
    """What has become of what was acknowledged, after a start on what the device held."""
    if MODE == "postgres":
        database = postgres.start(place, DATABASE_PORT)
        if database is None:
            return ["lost with the database"] * len(promised)
        servers.append(database)
    servers.append(serve(place))
    if MODE == "drained":
        print(f"held when it started again: {held()} of {len(promised)}")
        wait_for(lambda: held() == 0)
        return ["lost" if state != "applied" else state for state in receipts(promised, token)]
    return list(receipts(promised, token) if MODE == "done" else contents(place, promised))


def one_round(work):
    image, copy = f"{work}/before.img", f"{work}/after.img"
    run("truncate", "-s", "600M", image)
    run("mkfs.ext4", "-q", "-F", image)
    with mounted(image, f"{work}/before") as servers:
        promised, token = cut(f"{work}/before", servers, image, copy)
    with mounted(copy, f"{work}/after") as servers:
        states = found(f"{work}/after", servers, promised, token)
    return len(promised), {state: states.count(state) for state in sorted(set(states))}


def main():
    if lack := missing():
        print(lack)
        sys.exit(NOT_HERE)
    total, lost = 0, 0
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="power-cut-") as work:
            os.chmod(work, 0o755)
            try:
                promised, states = one_round(work)
            finally:
                end(BESIDE)
                BESIDE.clear()
        wrong = sum(count for state, count in states.items() if state not in ("applied", "held"))
        total, lost = total + promised, lost + wrong
        print(f"round {number}: acknowledged {promised}, {states}", flush=True)
    print(f"{MODE}{', syncs swallowed' if CONTROL else ''}: acknowledged {total}, lost {lost}")
    sys.exit(0 if total > 0 and (lost > 0) == CONTROL else 1)


main()
