//! Keeping: the same bytes, once, durably.

use aws_lc_rs::digest::{SHA256, digest};
use futures::future::join_all;
use lpa_ports::{ContentHash, Documents};

use super::Stores;

pub(super) async fn what_was_put_comes_back_byte_for_byte(house: &Stores) {
    let documents = house.open().await;
    let scans = [Vec::new(), vec![0], b"\r\n\x1a\xff\xfe%PDF".to_vec(), vec![0xa5; 3_000_000]];
    for scan in &scans {
        put(&*documents, scan).await;
    }
    for scan in &scans {
        assert!(documents.get(hash_of(scan)).await.unwrap().as_ref() == Some(scan), "{} bytes", scan.len());
    }
}

pub(super) async fn an_unknown_hash_has_nothing(house: &Stores) {
    let documents = house.open().await;
    put(&*documents, b"scan").await;
    assert_eq!(documents.get(hash_of(b"another")).await.unwrap(), None);
}

pub(super) async fn putting_the_same_bytes_again_changes_nothing(house: &Stores) {
    let documents = house.open().await;
    put(&*documents, b"scan").await;
    put(&*documents, b"scan").await;
    assert_eq!(documents.get(hash_of(b"scan")).await.unwrap().as_deref(), Some(&b"scan"[..]));
}

pub(super) async fn the_same_bytes_may_be_put_by_many_at_once(house: &Stores) {
    let scan = vec![7; 200_000];
    let documents = house.open().await;
    let put_once = || {
        let (documents, scan) = (documents.clone(), scan.clone());
        tokio::spawn(async move { put(&*documents, &scan).await })
    };
    let tasks: Vec<_> = (0..8).map(|_| put_once()).collect();
    join_all(tasks).await.into_iter().for_each(Result::unwrap);
    assert!(documents.get(hash_of(&scan)).await.unwrap() == Some(scan));
}

pub(super) async fn what_was_put_survives_reopening(house: &Stores) {
    put(&*house.open().await, b"scan").await;
    let reopened = house.open().await;
    assert_eq!(reopened.get(hash_of(b"scan")).await.unwrap().as_deref(), Some(&b"scan"[..]));
}

async fn put(documents: &dyn Documents, bytes: &[u8]) {
    documents.put(hash_of(bytes), bytes.to_vec()).await.unwrap();
}

fn hash_of(bytes: &[u8]) -> ContentHash {
    ContentHash(digest(&SHA256, bytes).as_ref().try_into().unwrap())
}
