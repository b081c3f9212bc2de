//! Every promise of every port: one private function each, run against every adapter by the macro of its suite.
//!
//! Each suite begins with a `promises!` list, which makes the suite's macro (`journal_contract!` and so on). Nothing else
//! refers to the functions, so a promise that is left out of the list is dead code, and these modules deny that: the
//! list is complete, and with it what every adapter is put through.
//!
//! To put an adapter through a suite, add one line to `tests/suite/contracts.rs`, such as
//! `journal_contract!(sqlite, sqlite_house().await);`: the name of the adapter, and how to build a [`House`] for it. It is
//! built anew for each promise.
//!
//! Where a promise cannot hold over an outside at all, the line names it after `except`, with the reason, and a decision
//! in `docs/adr/` says what follows from that. Such a promise has no test, so none is counted as passed: it is told on
//! standard error, with its reason, whenever the suite of that adapter runs.

mod dropped;
mod house;

pub use house::House;

/// Lists the promises of a suite, and makes the macro that turns them into tests of one adapter.
///
/// The first argument is a dollar sign: a macro made by a macro needs one of its own.
macro_rules! promises {
    ($d:tt $contract:ident in $module:ident, for $port:path: $($area:ident { $($promise:ident,)+ })+) => {
        /// The promises, one door each for the macro of the suite.
        pub mod doors {
            $($(
                #[doc = concat!("The promise `", stringify!($promise), "`.")]
                pub async fn $promise(house: &(dyn $crate::contract::House<dyn $port> + 'static)) {
                    super::$area::$promise(house).await;
                }
            )+)+
        }

        /// Makes one test per promise of this suite: the name of the adapter, and how to build a house for it.
        #[macro_export]
        macro_rules! $contract {
            ($d adapter:ident, $d house:expr) => {
                $contract!($d adapter, $d house, except {});
            };
            ($d adapter:ident, $d house:expr, except { $d($d exempt:ident: $d reason:literal,)* }) => {
                mod $d adapter {
                    use super::*;

                    /// What cannot hold over this adapter, and why; each is a decision of its own.
                    const EXEMPT: &[(&str, &str)] = &[$d((stringify!($d exempt), $d reason)),*];

                    #[test]
                    fn what_is_exempt_is_a_promise() {
                        let promises = [$($(stringify!($promise)),+),+];
                        for (exempt, reason) in EXEMPT {
                            assert!(promises.contains(exempt), "{exempt}");
                            // Written straight out: what a passing test prints is kept back.
                            let told = format!("{}: exempt: {exempt}: {reason}\n", module_path!());
                            std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
                        }
                    }

                    /// The test of a promise; of one that is exempt there is none. The first arm that fits is taken.
                    macro_rules! test_of {
                        $d(($d exempt) => {};)*
                        $($(($promise) => {
                            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                            async fn $promise() {
                                let house = $d house;
                                $crate::contract::$module::doors::$promise(&house).await;
                            }
                        };)+)+
                    }

                    $($(test_of!($promise);)+)+
                }
            };
        }
    };
}

#[deny(dead_code)]
pub mod approvals;
#[deny(dead_code)]
pub mod copies;
#[deny(dead_code)]
pub mod documents;
#[deny(dead_code)]
pub mod drafts;
#[deny(dead_code)]
pub mod fees;
#[deny(dead_code)]
pub mod journal;
#[deny(dead_code)]
pub mod keys;
#[deny(dead_code)]
pub mod notices;
pub mod records;
#[deny(dead_code)]
pub mod register;
#[deny(dead_code)]
pub mod repairs;
#[deny(dead_code)]
pub mod stock;
#[deny(dead_code)]
pub mod uids;
#[deny(dead_code)]
pub mod upkeep;
#[deny(dead_code)]
pub mod windows;
