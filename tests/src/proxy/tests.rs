//! The proxy in front of a server that says back what it is told.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixListener};
use tokio::time::{Instant, timeout};

use super::{Loss, Proxy, Target, bound, somewhere, try_bound};

/// Long enough for an answer that comes, short enough for one that does not.
const A_WHILE: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(10);

/// A server that says back what it is told, and counts how often that was.
struct Echo {
    target: Target,
    heard: Arc<AtomicUsize>,
}

impl Echo {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Target::Tcp(listener.local_addr().unwrap());
        let heard = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let count = Arc::clone(&count);
                tokio::spawn(async move {
                    let mut piece = [0; 64];
                    while let Ok(length @ 1..) = socket.read(&mut piece).await {
                        count.fetch_add(1, Ordering::SeqCst);
                        socket.write_all(&piece[..length]).await.unwrap();
                    }
                });
            }
        });
        Self { target, heard }
    }

    fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }
}

async fn connected(proxy: &Proxy) -> TcpStream {
    TcpStream::connect(proxy.address()).await.unwrap()
}

/// Says a word; what comes back, empty when the connection ends.
async fn say(socket: &mut TcpStream, word: &str) -> String {
    socket.write_all(word.as_bytes()).await.unwrap();
    answer(socket).await
}

async fn answer(socket: &mut TcpStream) -> String {
    let mut piece = [0; 64];
    let length = timeout(LONG, socket.read(&mut piece)).await.unwrap().unwrap_or_default();
    String::from_utf8_lossy(&piece[..length]).into_owned()
}

/// Says a word, to which nothing comes for a while.
async fn say_in_vain(socket: &mut TcpStream, word: &str) {
    socket.write_all(word.as_bytes()).await.unwrap();
    assert!(timeout(A_WHILE, socket.read(&mut [0; 64])).await.is_err());
}

#[tokio::test]
async fn cut_it_refuses_and_resets_and_healed_it_passes_on_the_same_port() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    let mut socket = connected(&proxy).await;
    assert_eq!(say(&mut socket, "one").await, "one");
    for _ in 0..3 {
        proxy.cut().await;
        let reset = timeout(LONG, socket.read(&mut [0])).await.unwrap();
        assert_eq!(reset.unwrap_err().kind(), ErrorKind::ConnectionReset);
        let refused = TcpStream::connect(proxy.address()).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
        proxy.heal();
        socket = connected(&proxy).await;
        assert_eq!(say(&mut socket, "two").await, "two");
    }
}

#[tokio::test]
async fn hung_it_takes_connections_and_passes_nothing_until_it_is_healed() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    let mut old = connected(&proxy).await;
    assert_eq!(say(&mut old, "one").await, "one");
    proxy.hang();
    let mut new = connected(&proxy).await;
    say_in_vain(&mut old, "two").await;
    say_in_vain(&mut new, "three").await;
    assert_eq!(echo.heard(), 1);
    proxy.heal();
    assert_eq!(answer(&mut old).await, "two");
    assert_eq!(answer(&mut new).await, "three");
}

#[tokio::test]
async fn slowed_it_brings_each_answer_late_and_healed_it_brings_what_is_under_way_at_once() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    let mut socket = connected(&proxy).await;
    proxy.slow(2 * A_WHILE);
    let began = Instant::now();
    for word in ["one", "two"] {
        say_in_vain(&mut socket, word).await;
        assert_eq!(answer(&mut socket).await, word);
    }
    assert!(began.elapsed() >= 4 * A_WHILE);
    proxy.slow(100 * LONG);
    say_in_vain(&mut socket, "three").await;
    proxy.heal();
    assert_eq!(answer(&mut socket).await, "three");
}

#[tokio::test]
async fn an_answer_is_lost_only_after_the_server_has_done_the_work() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    proxy.lose_answers_to(b"write", Loss::Cut);
    let mut socket = connected(&proxy).await;
    assert_eq!(say(&mut socket, "read").await, "read");
    assert_eq!(say(&mut socket, "wr").await, "wr");
    assert_eq!(say(&mut socket, "ite").await, "");
    assert_eq!(echo.heard(), 3);
    let mut socket = connected(&proxy).await;
    assert_eq!(say(&mut socket, "read").await, "read");
}

#[tokio::test]
async fn a_swallowed_answer_never_comes_and_its_connection_ends_when_it_is_healed() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    proxy.lose_answers_to(b"write", Loss::Swallowed);
    let mut socket = connected(&proxy).await;
    say_in_vain(&mut socket, "a write").await;
    assert_eq!(echo.heard(), 1);
    proxy.heal();
    assert_eq!(answer(&mut socket).await, "");
}

#[tokio::test]
async fn erring_it_answers_in_the_place_of_the_server() {
    let echo = Echo::new().await;
    let mut proxy = Proxy::before(echo.target.clone());
    proxy.answer(b"500");
    let mut socket = connected(&proxy).await;
    assert_eq!(say(&mut socket, "one").await, "500");
    assert_eq!(echo.heard(), 0);
}

#[tokio::test]
async fn pointed_elsewhere_it_leads_there() {
    let (echo, dir) = (Echo::new().await, tempfile::tempdir().unwrap());
    let path = dir.path().join("socket");
    let listener = UnixListener::bind(&path).unwrap();
    let mut proxy = Proxy::before(echo.target.clone());
    let mut socket = connected(&proxy).await;
    assert_eq!(say(&mut socket, "one").await, "one");
    proxy.point_at(Target::Unix(path)).await;
    assert_eq!(answer(&mut socket).await, "");
    let mut socket = connected(&proxy).await;
    let (mut elsewhere, _) = listener.accept().await.unwrap();
    elsewhere.write_all(b"here").await.unwrap();
    assert_eq!(answer(&mut socket).await, "here");
}

#[test]
fn a_port_that_somebody_holds_for_a_moment_is_waited_for() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let _entered = runtime.enter();
    let held = somewhere();
    let address = held.local_addr().unwrap();
    let held = held.listen(1).unwrap();
    let (go, gone) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            gone.recv().unwrap();
            drop(held.into_std().unwrap());
        });
        assert_eq!(try_bound(address).map(drop).unwrap_err().kind(), ErrorKind::AddrInUse);
        go.send(()).unwrap();
        drop(bound(address));
    });
}
