//! A database is where the PostgreSQL adapters live.

use std::sync::Arc;

use async_trait::async_trait;
use lpa_adapters_postgres::{
    PostgresApprovals, PostgresJournal, PostgresOptions, PostgresRecords, PostgresRegister, PostgresUids,
};
use lpa_domain::Profile;
use lpa_ports::{Copies, Journal, Register, Uids};
use lpa_sealing::{DigestKey, Seal};

use super::Database;
use crate::contract::House;
use crate::contract::approvals::{self, Desk};
use crate::contract::notices::NotingJournal;
use crate::contract::records::{Beside, Bureau};
use crate::contract::repairs::Kept;
use crate::contract::windows::WindowsOfJournal;

/// Few connections each, because many tests share one server.
pub(super) fn options() -> PostgresOptions {
    PostgresOptions { connections: 4, ..PostgresOptions::default() }
}

#[async_trait]
impl House<dyn Register> for Database {
    async fn open(&self) -> Arc<dyn Register> {
        Arc::new(PostgresRegister::connect(&self.url, &options(), Profile::Compatible).unwrap())
    }
}

#[async_trait]
impl House<dyn Bureau> for Database {
    async fn open(&self) -> Arc<dyn Bureau> {
        let records =
            PostgresRecords::connect(&self.url, &options(), Some(DigestKey::new(&[7; 32]))).unwrap();
        Arc::new(Beside { records: Arc::new(records), register: House::<dyn Register>::open(self).await })
    }
}

#[async_trait]
impl House<dyn Desk> for Database {
    async fn open(&self) -> Arc<dyn Desk> {
        let desk = PostgresApprovals::connect(&self.url, &options()).unwrap();
        Arc::new(approvals::Beside {
            approvals: Arc::new(desk),
            register: House::<dyn Register>::open(self).await,
        })
    }
}

#[async_trait]
impl House<dyn Uids> for Database {
    async fn open(&self) -> Arc<dyn Uids> {
        Arc::new(PostgresUids::connect(&self.url, &options()).unwrap())
    }
}

#[async_trait]
impl House<dyn Journal> for Database {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(journal(&self.url))
    }
}

#[async_trait]
impl House<dyn WindowsOfJournal> for Database {
    async fn open(&self) -> Arc<dyn WindowsOfJournal> {
        Arc::new(journal(&self.url))
    }
}

#[async_trait]
impl House<dyn Copies> for Database {
    async fn open(&self) -> Arc<dyn Copies> {
        Arc::new(journal(&self.url))
    }
}

fn journal(url: &str) -> PostgresJournal {
    PostgresJournal::connect(url, &options(), Seal::new(&[7; 32]).unwrap()).unwrap()
}

#[async_trait]
impl House<dyn NotingJournal> for Database {
    async fn open(&self) -> Arc<dyn NotingJournal> {
        Arc::new(journal(&self.url))
    }
}

#[async_trait]
impl House<dyn Kept> for Database {
    async fn open(&self) -> Arc<dyn Kept> {
        let seal = Seal::new(&[7; 32]).unwrap();
        Arc::new(PostgresJournal::connect(&self.url, &options(), seal).unwrap())
    }
}
