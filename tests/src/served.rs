//! A world on a loopback port, behind a gate that can be closed: what an edge stands on.

mod gate;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lpa_adapters_http::{Connection, HttpRecords, HttpRegister, HttpUids};
use lpa_adapters_memory::MemoryDocuments;
use lpa_ports::{Clock, Register, Uids};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::contract::House;
use crate::contract::records::{Beside, Bureau};
use crate::world::{Choices, World, connection};

pub use gate::Gate;

/// A world that answers real HTTP requests until it is dropped.
#[derive(Debug)]
pub struct Served {
    /// The world.
    pub world: World,
    /// The way to it.
    pub gate: Gate,
    serving: JoinHandle<()>,
}

impl Served {
    /// A world over memory on a free port, with its gate open.
    pub async fn new() -> Self {
        Self::on_a_port(World::new()).await
    }

    /// This world on a free port, with its gate open.
    pub async fn on_a_port(world: World) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let gate = Gate::new(listener.local_addr().unwrap()).await;
        let router = world.router();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { world, gate, serving }
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://{}", self.gate.address())
    }

    /// An edge on top of it, whose callers are not kept waiting for long.
    pub fn edge(&self) -> World {
        let budget = Duration::from_millis(500);
        World::edge_of(&self.world, &self.url(), Choices { budget, ..Choices::default() })
    }

    /// An edge on top of it that waits for its answers however long they take.
    pub fn patient_edge(&self) -> World {
        World::edge_of(&self.world, &self.url(), Choices::patient())
    }

    fn connection(&self) -> Connection {
        connection(&self.url(), Arc::clone(&self.world.clock) as Arc<dyn Clock>)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

#[async_trait]
impl House<dyn Register> for Served {
    async fn open(&self) -> Arc<dyn Register> {
        Arc::new(HttpRegister::new(self.connection(), Arc::new(MemoryDocuments::new())))
    }
}

#[async_trait]
impl House<dyn Bureau> for Served {
    async fn open(&self) -> Arc<dyn Bureau> {
        let records = Arc::new(HttpRecords::new(self.connection()));
        Arc::new(Beside { records, register: House::<dyn Register>::open(self).await })
    }
}

#[async_trait]
impl House<dyn Uids> for Served {
    async fn open(&self) -> Arc<dyn Uids> {
        Arc::new(HttpUids::new(self.connection()))
    }
}
