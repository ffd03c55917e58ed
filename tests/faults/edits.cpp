#include "faults/edits.hpp"

#include "roster/record_book.hpp"

namespace muster::test {

namespace {

constexpr std::int64_t kMost = 10'000; // far more than any disk of a test takes

} // namespace

bool add_pair(store::Store& store, store::DatabaseId database, std::int64_t number) {
    return store
        .edit(database, store::WithPasswords::No,
              [&](roster::RecordBook& book) -> Result<void> {
                  for (const auto* half : {"a", "b"}) {
                      roster::Member member;
                      member.member_id = std::to_string(number) + half;
                      member.status = "ACT";
                      member.company = "Company " + member.member_id;
                      book.put_member(member);
                  }
                  return {};
              })
        .has_value();
}

Edits edit_until_refused(store::Store& store, store::DatabaseId database) {
    Edits edits;
    while (!edits.loss && edits.acknowledged < kMost) {
        try {
            edits.acknowledged += add_pair(store, database, edits.acknowledged + 1) ? 1 : 0;
        } catch (const db::StoreLost& lost) {
            edits.loss = lost.loss();
            edits.why = lost.what();
        }
    }
    return edits;
}

} // namespace muster::test
