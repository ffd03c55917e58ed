#include "exchange/sample.hpp"

#include <vector>

#include "exchange/sample_names.hpp"
#include "exchange/sample_people.hpp"

namespace muster::exchange {
namespace {

constexpr std::size_t kRepsPerNineMembers = 20;

/// How many Reps each Member has: one at least, a few have many.
std::vector<std::size_t> share_out(std::size_t members, SampleMaker& maker) {
    std::vector<std::size_t> counts(members, 1);
    for (std::size_t left = members * kRepsPerNineMembers / 9 - members; left > 0; --left) {
        const std::size_t among = maker.below(4) == 0 ? members / 20 + 1 : members;
        ++counts[maker.below(among)];
    }
    return counts;
}

} // namespace

Result<SampleSummary> make_sample(roster::RecordBook& book, const SampleOptions& options) {
    bool is_empty = true;
    book.each_member([&](const roster::Member&) { is_empty = false; });
    if (!is_empty) {
        return fail(Code::Conflict, "The database holds Members already; a sample is made in an empty one only.");
    }
    for (const roster::MemberStatus& status : roster::shipped_statuses()) {
        if (!book.find_status(status.code)) {
            book.put_status(status);
        }
    }
    for (const std::string_view name : group_names()) {
        if (!book.find_group(name)) {
            TRY(book.add_group(name));
        }
    }
    SampleMaker maker(options.seed);
    const std::vector<std::size_t> reps_of_members = share_out(options.members, maker);
    SampleSummary summary;
    for (const std::size_t reps : reps_of_members) {
        const roster::Member member = maker.make_member(++summary.members);
        book.put_member(member);
        for (std::size_t i = 0; i < reps; ++i) {
            roster::Rep rep = maker.make_rep(++summary.reps, i == 0);
            rep.member_id = member.member_id;
            book.put_rep(rep);
        }
    }
    summary.groups = group_names().size();
    return summary;
}

} // namespace muster::exchange
