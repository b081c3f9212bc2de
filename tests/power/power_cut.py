"""Is what `causeway serve` acknowledged still in its journal after a power cut?

The journal lies on ext4 in a loop file. At a random moment the server is stopped and the loop file is copied: the copy holds
what had reached the device and lacks what was only in the page cache. The copy is mounted, a server is started on it, and
every operation that was answered 201 must have a receipt, applied or held. With `control`, syncs are swallowed (strace):
then operations must be lost, or this test could not see a loss.

With `drain`, the register is away while the operations are accepted, and the cut comes while they are worked off and nothing
else is asked: what is written then is not synced in the log. SQLite's write-ahead log is synced just before the cut, as it is
when it is moved to the file, or when another process writes: the tables are further than the log then.

usage, as root: python3 tests/power/power_cut.py SERVER [ROUNDS] [control | drain]
"""
import http.client, json, os, pathlib, random, signal, subprocess, sys, tempfile, threading, time

SERVER = sys.argv[1]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
CONTROL = "control" in sys.argv
DRAIN = "drain" in sys.argv
DOCUMENT = (pathlib.Path(__file__).parents[2] / "docs/examples/lpa.json").read_bytes()
SECRET = "a secret that only this test uses"
PORT = 20000 + os.getpid() % 20000
CLIENTS = 8


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def mount(image, place):
    os.makedirs(place, exist_ok=True)
    device = run("losetup", "--show", "-f", image)
    run("mount", "-o", "commit=600", device, place)
    return device


def unmount(device, place):
    for _ in range(100):  # a traced server that was killed may take a moment to be gone
        if subprocess.run(["umount", place], capture_output=True).returncode == 0:
            break
        time.sleep(0.05)
    run("losetup", "-d", device)


def settings(place):
    return dict(os.environ, CAUSEWAY__HTTP__LISTEN=f"127.0.0.1:{PORT}", CAUSEWAY__REGISTER__URL="memory:",
                CAUSEWAY__JOURNAL__URL=f"sqlite:{place}/journal.sqlite", CAUSEWAY__AUTH__SHARED_SECRET=SECRET,
                CAUSEWAY__JOURNAL__KEY="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=") | (AWAY if DRAIN else {})


def serve(place, traced=False):
    swallow = ["strace", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0"]
    command = (swallow if traced else []) + [SERVER, "serve"]
    server = subprocess.Popen(command, env=settings(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(400):
        try:
            ask("GET", "/health-check")
            return server
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server does not listen")


def ask(method, path, body=None, token="", connection=None):
    connection = connection or http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    connection.request(method, path, body, {"X-Jwt-Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    return answer, answer.read()


def write(number, token, acknowledged, stopping):
    """Creates one LPA after the other and keeps the operation of each that was answered 201."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    while not stopping.is_set():
        digits = f"{random.randrange(10**12):012}"
        uid = f"M-{digits[:4]}-{digits[4:8]}-{digits[8:]}"
        try:
            answer, _ = ask("PUT", f"/lpas/{uid}", DOCUMENT, token, connection)
        except (OSError, http.client.HTTPException):
            return
        if answer.status == 201:
            acknowledged[number].append(answer.headers["Causeway-Operation"])


def family(pid):
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [each for child in children for each in family(int(child))]


def kill(server, number):
    for pid in family(server.pid):
        os.kill(pid, number)


def one_round(work):
    image, copy = f"{work}/before.img", f"{work}/after.img"
    run("truncate", "-s", "300M", image)
    run("mkfs.ext4", "-q", "-F", image)
    device = mount(image, f"{work}/before")
    server = serve(f"{work}/before", traced=CONTROL)
    run("sync", "-f", f"{work}/before")  # the empty journal itself is not on trial
    token = subprocess.run([SERVER, "token"], env=settings(work), capture_output=True, text=True, check=True).stdout.strip()
    acknowledged, stopping = [[] for _ in range(CLIENTS)], threading.Event()
    clients = [threading.Thread(target=write, args=(n, token, acknowledged, stopping)) for n in range(CLIENTS)]
    [client.start() for client in clients]
    time.sleep(random.uniform(0.7, 2.0))
    promised = [each for one in acknowledged for each in list(one)]  # what was acknowledged before the cut
    kill(server, signal.SIGSTOP)
    run("cp", "--sparse=always", image, copy)
    stopping.set()
    kill(server, signal.SIGKILL)
    server.wait()
    [client.join() for client in clients]
    unmount(device, f"{work}/before")
    device = mount(copy, f"{work}/after")
    server = serve(f"{work}/after")
    states = {}
    for operation in promised:
        answer, body = ask("GET", f"/v1/operations/{operation}", token=token)
        state = json.loads(body)["state"] if answer.status == 200 else "lost"
        states[state] = states.get(state, 0) + 1
    kill(server, signal.SIGKILL)
    server.wait()
    unmount(device, f"{work}/after")
    return len(promised), states


# A register that can be away: another server, which the one on trial reaches over HTTP.
REGISTER_PORT = PORT + 1
REGISTER_SECRET = "a secret between two servers of this test"
AWAY = dict(CAUSEWAY__REGISTER__URL=f"http://127.0.0.1:{REGISTER_PORT}", CAUSEWAY__REGISTER__SECRET=REGISTER_SECRET,
            CAUSEWAY__FORWARD__DRAIN_PER_SECOND="2000")
HELD = 2000


def serve_register():
    own = dict(os.environ, CAUSEWAY__HTTP__LISTEN=f"127.0.0.1:{REGISTER_PORT}", CAUSEWAY__REGISTER__URL="memory:",
               CAUSEWAY__JOURNAL__URL="memory:", CAUSEWAY__AUTH__EDGE_SECRET=REGISTER_SECRET)
    return subprocess.Popen([SERVER, "serve"], env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def hold(token, promised):
    """Has operations accepted while the register is away."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    while len(promised) < HELD:
        digits = f"{random.randrange(10**12):012}"
        answer, _ = ask("PUT", f"/lpas/M-{digits[:4]}-{digits[4:8]}-{digits[8:]}", DOCUMENT, token, connection)
        if answer.status == 202:
            promised.append(answer.headers["Causeway-Operation"])


def held(token):
    return json.loads(ask("GET", "/health-check/dependencies", token=token)[1])["held"]


def wait_for(what, seconds):
    for _ in range(int(seconds / 0.02)):
        if what():
            return
        time.sleep(0.02)
    raise SystemExit("waited in vain")


def sync_tables(place):
    tables = os.open(f"{place}/journal.sqlite-wal", os.O_RDWR)
    os.fsync(tables)
    os.close(tables)


def one_round_of_draining(work):
    image, copy = f"{work}/before.img", f"{work}/after.img"
    run("truncate", "-s", "300M", image)
    run("mkfs.ext4", "-q", "-F", image)
    device = mount(image, f"{work}/before")
    server = serve(f"{work}/before")
    token = subprocess.run([SERVER, "token"], env=settings(work), capture_output=True, text=True, check=True).stdout.strip()
    promised = []
    clients = [threading.Thread(target=hold, args=(token, promised)) for _ in range(CLIENTS)]
    [client.start() for client in clients]
    [client.join() for client in clients]
    run("sync", "-f", f"{work}/before")  # only what is worked off is on trial
    register = serve_register()
    try:
        few = len(promised) * random.uniform(0.3, 0.9)
        wait_for(lambda: held(token) < few, 60)
        sync_tables(f"{work}/before")
        kill(server, signal.SIGSTOP)
        run("cp", "--sparse=always", image, copy)
        kill(server, signal.SIGKILL)
        server.wait()
        unmount(device, f"{work}/before")
        device = mount(copy, f"{work}/after")
        server = serve(f"{work}/after")
        print(f"held when it started again: {held(token)} of {len(promised)}")
        wait_for(lambda: held(token) == 0, 60)
        states = {}
        for operation in promised:
            answer, body = ask("GET", f"/v1/operations/{operation}", token=token)
            state = json.loads(body)["state"] if answer.status == 200 else "lost"
            states[state] = states.get(state, 0) + 1
        kill(server, signal.SIGKILL)
        server.wait()
        unmount(device, f"{work}/after")
    finally:
        register.kill()
        register.wait()
    return len(promised), states


total, lost = 0, 0
for number in range(1, ROUNDS + 1):
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="power-cut-") as work:
        promised, states = one_round_of_draining(work) if DRAIN else one_round(work)
    wrong = sum(count for state, count in states.items() if state not in ("applied", "held"))
    total, lost = total + promised, lost + wrong
    print(f"round {number}: acknowledged {promised}, {states}", flush=True)
print(f"acknowledged {total}, lost {lost}")
sys.exit(0 if (lost > 0) == CONTROL else 1)
