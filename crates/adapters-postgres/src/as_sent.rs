//! What is kept as it was sent: PostgreSQL's `json`, which keeps the order of keys and the digits of numbers. sqlx sends JSON
//! as `jsonb`, which keeps neither, whatever the type of the column.

use serde::Serialize;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
use sqlx::{Encode, Postgres, Type};

/// A value as `json`.
pub(crate) struct AsSent<T>(pub(crate) T);

/// `json` in `pg_type`: fixed for ever.
const OID: Oid = Oid(114);

impl<T> Type<Postgres> for AsSent<T> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(OID)
    }
}

impl<T: Serialize> Encode<'_, Postgres> for AsSent<T> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        serde_json::to_writer(&mut **buffer, &self.0)?;
        Ok(IsNull::No)
    }
}
