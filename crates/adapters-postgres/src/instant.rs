//! Timestamps in PostgreSQL's `timestamptz`: microseconds since the year 2000.

use jiff::Timestamp;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo};
use sqlx::{Encode, Postgres, Type};

/// A moment to the microsecond, as PostgreSQL keeps it.
pub(crate) struct Instant(pub(crate) Timestamp);

/// `timestamptz` in `pg_type`: fixed for ever. By name, sqlx would ask the server for it on each connection.
const OID: Oid = Oid(1184);

/// 2000-01-01T00:00:00Z in microseconds since 1970.
const EPOCH: i64 = 946_684_800_000_000;

impl Type<Postgres> for Instant {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(OID)
    }
}

/// `timestamptz[]` in `pg_type`.
const LIST_OID: Oid = Oid(1185);

impl PgHasArrayType for Instant {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(LIST_OID)
    }
}

impl Encode<'_, Postgres> for Instant {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as Encode<Postgres>>::encode(self.0.as_microsecond() - EPOCH, buffer)
    }
}
