//! The journeys of the integration contract (its section 8), each with the register up and in seven fault modes, through the
//! real binary, PostgreSQL and a proxy between them.
//!
//! Every journey ends with the same questions: is what was promised what is held, announced and audited; is one operation id
//! the thread from the answer to the outbox; and is nothing personal in the log?
//!
//! In which words a caller is told that something cannot be done now is not asked here: what may be held is either
//! taken (201, 202) or turned away (503) and asked again later, and it is the outcome that counts.

mod drafts;
mod fees;
mod instance_loss;
mod maintenance;
mod middle_of_a_write;
mod modes;
mod new_drafts;
mod poison;
mod reconciliation;
mod regressions;
mod repeats;
mod scene;
mod signatures;
mod submission;

/// One test for each mode of each journey; `over modes` for one that sets its own scene.
macro_rules! in_every_mode {
    (over modes $journey:ident) => {
        mod $journey {
            use super::$journey as journey;
            crate::journeys::in_every_mode!(@ tests);
        }
    };
    (@ tests) => {
        crate::journeys::in_every_mode!(@ tests
            up Up, refuse Refuse, hang Hang, slow Slow, error Error, sick_but_healthy SickButHealthy,
            lost_ack LostAck, flap Flap
        );
    };
    (@ tests $($name:ident $mode:ident),+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            journey(lpa_tests::crossing::Mode::$mode).await;
        }
    )+};
    ($($journey:ident),+ $(,)?) => {$(
        mod $journey {
            async fn journey(mode: lpa_tests::crossing::Mode) {
                crate::journeys::scene::play(mode, super::$journey).await;
            }
            crate::journeys::in_every_mode!(@ tests);
        }
    )+};
}
pub(crate) use in_every_mode;
