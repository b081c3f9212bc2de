-- What is told beside a draft, so that it can be assessed (docs/drafts.md). As sent; null when nothing was.
alter table causeway.draft_version add column beside json;
