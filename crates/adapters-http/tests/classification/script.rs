//! A server that says what a script says, byte for byte, one line of it per request.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Answers until it is dropped; after the last line it hangs up without a word.
pub(crate) struct Script {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    playing: JoinHandle<()>,
}

/// A whole answer with this body.
pub(crate) fn reply(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} x\r\nlocation: /elsewhere\r\nretry-after: 5\r\ncontent-length: {length}");
    format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

impl Script {
    /// Gives these answers, each on a connection of its own; an empty one hangs up.
    pub(crate) async fn answering(answers: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let answers: VecDeque<_> = answers.into_iter().collect();
        Self::start(Some(answers)).await
    }

    /// Reads requests and never answers.
    pub(crate) async fn silent() -> Self {
        Self::start(None).await
    }

    async fn start(answers: Option<VecDeque<Vec<u8>>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let playing = tokio::spawn(play(listener, answers, Arc::clone(&requests)));
        Self { address, requests, playing }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first request.
    pub(crate) fn request(&self) -> String {
        self.requests.lock().unwrap().first().cloned().unwrap()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.playing.abort();
    }
}

async fn play(
    listener: TcpListener,
    mut answers: Option<VecDeque<Vec<u8>>>,
    requests: Arc<Mutex<Vec<String>>>,
) {
    let mut kept = Vec::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let request = read(&mut stream).await;
        requests.lock().unwrap().push(request);
        match &mut answers {
            None => kept.push(stream),
            Some(answers) => {
                let answer = answers.pop_front().unwrap_or_default();
                // The other side may have hung up first.
                drop(stream.write_all(&answer).await);
            }
        }
    }
}

/// One request: its head, and as much body as the head promises.
async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let promised = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= promised.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(length) if length > 0 => bytes.extend_from_slice(&piece[..length]),
            _ => return text,
        }
    }
}
