//! One frame of the log: a head, what it carries, and a digest over both.
//!
//! | bytes | |
//! |---|---|
//! | 16 | the generation |
//! | 4 | the length of what it carries |
//! | 8 | its number |
//! | 8 | the number of the last frame known to be on disk when this one was written |
//! | 32 | the digest of the frame before it: the chain |
//! | … | what it carries |
//! | 32 | SHA-256 over all before it |
//!
//! Each frame can be verified without the one before it: so frames behind a broken one are still found, and what was on
//! disk before it broke is known. SHA-256 and not a CRC: it is in the process already, costs a microsecond a record, and
//! makes the chain one that nothing matches by chance.

use aws_lc_rs::digest::{SHA256, digest};

/// Which pass over the file a frame belongs to: random, so that nothing left over from an earlier pass is taken for it.
pub(crate) type Generation = [u8; 16];
/// What a frame is known by.
pub(super) type Digest = [u8; 32];

const HEAD: usize = 16 + 4 + 8 + 8 + 32;
/// What a frame takes beside what it carries, in bytes.
pub(super) const AROUND: usize = HEAD + size_of::<Digest>();

/// Where a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) number: u64,
    /// The last frame known to be on disk.
    pub(super) synced: u64,
    pub(super) previous: Digest,
}

/// A frame that was found whole.
#[derive(Debug)]
pub(super) struct Frame<'b> {
    pub(super) place: Place,
    pub(super) carried: &'b [u8],
    pub(super) digest: Digest,
}

impl Frame<'_> {
    /// In bytes, all of it.
    pub(super) fn length(&self) -> usize {
        AROUND + self.carried.len()
    }
}

/// Writes a frame into an empty buffer; its digest, or `None` when it carries more than a length can say.
pub(super) fn write(
    buffer: &mut Vec<u8>,
    generation: &Generation,
    place: Place,
    carry: impl FnOnce(&mut Vec<u8>),
) -> Option<Digest> {
    buffer.clear();
    buffer.extend_from_slice(generation);
    buffer.extend_from_slice(&[0; 4]);
    buffer.extend_from_slice(&place.number.to_le_bytes());
    buffer.extend_from_slice(&place.synced.to_le_bytes());
    buffer.extend_from_slice(&place.previous);
    carry(buffer);
    let carried = u32::try_from(buffer.len().checked_sub(HEAD)?).ok()?;
    buffer.get_mut(16..20)?.copy_from_slice(&carried.to_le_bytes());
    let digest = sha256(buffer);
    buffer.extend_from_slice(&digest);
    Some(digest)
}

/// The frame at the start of `bytes`; `None` when there is no whole one of this generation.
pub(super) fn read<'b>(bytes: &'b [u8], generation: &Generation) -> Option<Frame<'b>> {
    let mut rest = bytes;
    if take::<16>(&mut rest)? != *generation {
        return None;
    }
    let carried = usize::try_from(u32::from_le_bytes(take(&mut rest)?)).ok()?;
    let place = Place {
        number: u64::from_le_bytes(take(&mut rest)?),
        synced: u64::from_le_bytes(take(&mut rest)?),
        previous: take(&mut rest)?,
    };
    let (carried, mut end) = rest.split_at_checked(carried)?;
    let digest: Digest = take(&mut end)?;
    let covered = bytes.get(..HEAD + carried.len())?;
    (sha256(covered) == digest).then_some(Frame { place, carried, digest })
}

/// The next bytes, as many as are asked for.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn sha256(bytes: &[u8]) -> Digest {
    let mut out = Digest::default();
    out.iter_mut().zip(digest(&SHA256, bytes).as_ref()).for_each(|(to, from)| *to = *from);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { number: 7, synced: 6, previous: [9; 32] };

    fn written() -> (Vec<u8>, Digest) {
        let mut buffer = Vec::new();
        let digest =
            write(&mut buffer, &[1; 16], PLACE, |buffer| buffer.extend_from_slice(b"what it carries"));
        (buffer, digest.unwrap())
    }

    #[test]
    fn a_frame_comes_back_as_it_was_written_whatever_follows() {
        let (mut bytes, digest) = written();
        let length = bytes.len();
        bytes.extend_from_slice(b"something else");
        let frame = read(&bytes, &[1; 16]).unwrap();
        assert_eq!((frame.place, frame.carried, frame.digest), (PLACE, &b"what it carries"[..], digest));
        assert_eq!(frame.length(), length);
    }

    #[test]
    fn a_frame_of_another_generation_cut_short_or_changed_anywhere_is_none() {
        let (bytes, _) = written();
        assert!(read(&bytes, &[2; 16]).is_none());
        for at in 0..bytes.len() {
            assert!(read(&bytes[..at], &[1; 16]).is_none());
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed, &[1; 16]).is_none());
        }
    }
}
