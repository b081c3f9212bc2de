"""A PostgreSQL server whose data directory lies where the power is cut."""
import glob, os, pwd, shutil, subprocess, time

# What PostgreSQL refuses to run as root.
USER = next((name for name in ("postgres", "nobody") if name in {each.pw_name for each in pwd.getpwall()}), None)


def programs():
    """The directory of the server's programs, or None."""
    found = [os.environ.get("PG_BIN", "")] + sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    found.append(os.path.dirname(shutil.which("initdb") or ""))
    return next((each for each in found if os.path.exists(f"{each}/initdb")), None)


def settings(port):
    every = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "max_connections": 50}
    return [word for name, value in every.items() for word in ("-c", f"{name}={value}")]


def make(place):
    """Makes an empty server there."""
    os.makedirs(f"{place}/pg", exist_ok=True)
    os.chmod(place, 0o755)
    shutil.chown(f"{place}/pg", USER)
    run(f"{place}/pg", "initdb", "-D", f"{place}/pg/data", "-A", "trust", "-U", "postgres")


def run(home, program, *words):
    command = [f"{programs()}/{program}", *words]
    subprocess.run(command, check=True, capture_output=True, user=USER, cwd=home)


def start(place, port, forgetful=False):
    """Starts it, and waits until it takes connections; `forgetful` leaves every sync out. None when it cannot start."""
    words = settings(port) + (["-c", "fsync=off"] if forgetful else [])
    log = open(f"{place}/pg.log", "ab")
    server = subprocess.Popen([f"{programs()}/postgres", "-D", f"{place}/pg/data", *words], user=USER,
                              cwd=f"{place}/pg", stdout=log, stderr=log)
    for _ in range(1200):
        if server.poll() is not None:
            return None
        ready = [f"{programs()}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-d", "postgres"]
        if subprocess.run(ready).returncode == 0:
            return server
        time.sleep(0.05)
    raise SystemExit("PostgreSQL does not answer")


def execute(place, port, sql):
    run(f"{place}/pg", "psql", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", "postgres", "-c", sql)
