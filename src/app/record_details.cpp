#include "app/record_details.hpp"

#include <fmt/format.h>

#include "roster/fields.hpp"

namespace muster::app {

namespace {

using roster::RecordBook;
using store::WithPasswords;

template <class Record>
std::string digest_of(const Sealer& sealer, const Record& record, const std::vector<std::string_view>& columns) {
    std::string all;
    for (const auto column : columns) {
        const std::string text = roster::field_text(record, column);
        all += fmt::format("{}:{}", text.size(), text); // no two states read alike
    }
    const auto digest = sealer.digest(all);
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

roster::MemberStatus status_of(RecordBook& book, const roster::Member& member) {
    return book.find_status(member.status).value_or(roster::MemberStatus{.code = member.status});
}

} // namespace

std::string version_of(const Sealer& sealer, const roster::Rep& rep) {
    return digest_of(sealer, rep, roster::rep_columns());
}

std::string version_of(const Sealer& sealer, const roster::Member& member) {
    return digest_of(sealer, member, roster::member_columns());
}

Result<RepDetails> find_rep(Installation& installation, store::DatabaseId database, const std::string& rep_id) {
    return installation.store().read(database, WithPasswords::Yes, [&](RecordBook& book) -> Result<RepDetails> {
        auto rep = book.find_rep(rep_id);
        if (!rep) {
            return fail(Code::NotFound, fmt::format("There is no Rep \"{}\".", rep_id));
        }
        RepDetails details{.version = version_of(installation.sealer(), *rep)};
        details.has_password = !rep->password.empty();
        rep->password.clear();
        details.rep = std::move(*rep);
        details.member = book.find_member(details.rep.member_id).value_or(roster::Member{});
        details.status = status_of(book, details.member);
        return details;
    });
}

Result<MemberDetails> find_member(Installation& installation, store::DatabaseId database,
                                  const std::string& member_id) {
    return installation.store().read(database, WithPasswords::No, [&](RecordBook& book) -> Result<MemberDetails> {
        auto member = book.find_member(member_id);
        if (!member) {
            return fail(Code::NotFound, fmt::format("There is no Member \"{}\".", member_id));
        }
        return MemberDetails{.member = *member,
                             .status = status_of(book, *member),
                             .reps = std::ssize(book.reps_of(member->member_id)),
                             .version = version_of(installation.sealer(), *member)};
    });
}

} // namespace muster::app
