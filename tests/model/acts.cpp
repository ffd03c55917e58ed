#include "model/acts.hpp"

#include <array>

#include <fmt/format.h>

namespace muster::model {
namespace {

template <std::size_t N>
std::string pick(const std::array<const char*, N>& pool, unsigned number) {
    return pool.at(number % N);
}

template <class Pool>
auto chosen(const Pool& pool, unsigned bits) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < pool.size(); ++i) {
        if ((bits >> i & 1U) != 0) {
            result.push_back(pool[i]);
        }
    }
    return result;
}

const std::string& long_address() {
    static const std::string kAddress = std::string(48, 'l') + "@example.org"; // does not fit the bulk import (R2)
    return kAddress;
}

} // namespace

std::string rep_id(unsigned number) { return fmt::format("R{}", number % kReps); }
std::string member_id(unsigned number) { return fmt::format("M{}", number % kMembers); }

std::string mailbox(unsigned number) {
    const unsigned n = number % kMailboxes;
    return n == kMailboxes - 1 ? long_address() : fmt::format("a{}@example.org", n);
}

std::string typed_address(unsigned number) {
    constexpr std::array<const char*, 7> kOdd{"",
                                              "no-at-sign",
                                              "a0@example.org, a1@example.org",
                                              "A0@example.ORG",
                                              " a1@Example.org ",
                                              "A2@EXAMPLE.ORG",
                                              "two words@example.org"};
    const unsigned n = number % (kMailboxes + static_cast<unsigned>(kOdd.size()));
    return n < kMailboxes ? mailbox(n) : kOdd.at(n - kMailboxes);
}

std::string text(unsigned number) {
    constexpr std::array<const char*, 9> kTexts{"Berg",
                                                "berg",
                                                "",
                                                "J. Ångström",
                                                "O'Neil, \"Jo\"",
                                                "line\nbreak",
                                                "\xF0\x9F\x8C\xB2 tree",
                                                "Ito ",
                                                "A text of more than fifty characters, as job titles are"};
    return pick(kTexts, number);
}

std::string phone(unsigned number) {
    constexpr std::array<const char*, 5> kPhones{"", "555-0100", "555-0199", "+49 30 123",
                                                 "541-555-0100 extension 77 or 78"};
    return pick(kPhones, number);
}

std::string street(unsigned number) {
    constexpr std::array<const char*, 3> kStreets{"", "1 Main Street", "2 Side Street"};
    return pick(kStreets, number);
}

std::string country(unsigned number) {
    constexpr std::array<const char*, 3> kCountries{"", "US", "Norway"};
    return pick(kCountries, number);
}

std::string status(unsigned number) {
    constexpr std::array<const char*, 4> kStatuses{"ACT", "COU", "DRP", "PRO"};
    return pick(kStatuses, number);
}

const std::vector<std::string>& groups() {
    static const std::vector<std::string> kGroups{"Board", "Golf", "Expo 2026", "Directors"};
    return kGroups;
}

const std::vector<std::string>& custom_fields() {
    static const std::vector<std::string> kFields{"Username", "Rep Groups", "Member Status"};
    return kFields;
}

std::string group_names(unsigned bits) {
    std::string names;
    for (const std::string& name : chosen(groups(), bits)) {
        names += (names.empty() ? "" : ";") + name;
    }
    return names;
}

std::string list_name(unsigned number) {
    constexpr std::array<const char*, 7> kLists{
        "Active Members", "Board", "Golf", "Expo 2026", "Directors", "Somebody else's", "Muster holding list"};
    return pick(kLists, number);
}

std::string field_label(unsigned number) { return number % 4 == 3 ? "Shoe size" : custom_fields()[number % 4]; }

std::string field_type(unsigned number) {
    constexpr std::array<const char*, 4> kTypes{"string", "text_area", "string", "number"};
    return pick(kTypes, number);
}

sandbox::Permission permission(unsigned number) {
    using sandbox::Permission;
    constexpr std::array<Permission, 6> kAll{Permission::Explicit, Permission::Implicit,
                                             Permission::NotSet,   Permission::PendingConfirmation,
                                             Permission::TempHold, Permission::Unsubscribed};
    return kAll.at(number % kAll.size());
}

bool is_run(Verb verb) { return verb >= Verb::Run; }

Wish wish_of(const Act& run) {
    Wish wish;
    wish.groups = chosen(groups(), run.a & 15U);
    wish.fields = chosen(custom_fields(), run.a >> 4U & 7U);
    const unsigned filter = run.a >> 7U & 15U;
    wish.filter = filter <= static_cast<unsigned>(Wish::Filter::Nobody) ? static_cast<Wish::Filter>(filter)
                                                                        : Wish::Filter::All;
    const auto has = [&](unsigned bit) { return (run.b >> bit & 1U) != 0; };
    wish.puts_back = has(0) && has(1) && has(2);
    wish.is_tight = has(3);
    wish.confirms = has(5) && has(6);
    wish.previews_first = has(7);
    wish.repeats = has(8);
    wish.is_quick = run.verb == Verb::QuickRun || (run.verb > Verb::Preview && has(9));
    return wish;
}

sandbox::Fault trouble(unsigned number) {
    using sandbox::FaultKind;
    using sandbox::When;
    static const std::vector<sandbox::Fault> kTroubles = [] {
        std::vector<sandbox::Fault> all;
        for (const int code : {400, 401, 403, 404, 409, 500, 503}) {
            all.push_back({.kind = FaultKind::Status, .status = code});
        }
        for (const int code : {500, 503}) {
            all.push_back({.kind = FaultKind::Status, .when = When::After, .status = code});
        }
        for (const FaultKind kind : {FaultKind::Throttled, FaultKind::QueueFull, FaultKind::QuotaExceeded,
                                     FaultKind::TokenExpired, FaultKind::Slow, FaultKind::Html, FaultKind::HtmlOk,
                                     FaultKind::TruncatedBody, FaultKind::WrongTypes, FaultKind::ForeignLink}) {
            all.push_back({.kind = kind});
        }
        for (const When when : {When::Before, When::After}) {
            all.push_back({.kind = FaultKind::CutConnection, .when = when});
            all.push_back({.kind = FaultKind::TruncatedConnection, .when = when});
        }
        return all;
    }();
    static const std::vector<sandbox::Fault> kJobs = [] {
        std::vector<sandbox::Fault> all;
        for (const FaultKind kind :
             {FaultKind::ActivityFailed, FaultKind::ActivityTimedOut, FaultKind::ActivityCancelled,
              FaultKind::RowsLost, FaultKind::RowsRefused, FaultKind::RowsRefusedNoReason}) {
            for (const When when : {When::Before, When::After}) {
                all.push_back({.method = "POST", .path = "/activities/*", .kind = kind, .when = when});
            }
        }
        return all;
    }();
    const unsigned nth = number / 64U;
    if (number % 2 == 0) {
        sandbox::Fault fault = kTroubles[number / 2 % kTroubles.size()];
        fault.nth = 1 + nth % 24;
        return fault;
    }
    sandbox::Fault fault = kJobs[number / 2 % kJobs.size()];
    fault.nth = 1 + nth % 3;
    fault.rows = nth % 2 == 0 ? std::vector<std::size_t>{0} : std::vector<std::size_t>{1, 2};
    return fault;
}

Crossing crossing(unsigned number) {
    constexpr std::array<Verb, 4> kVerbs{Verb::OptOut, Verb::Leave, Verb::EditContact, Verb::DeleteContact};
    const unsigned rest = number / 32;
    return {{kVerbs.at(rest % 4), rest / 4, rest / 64 % 4, rest / 16}, static_cast<int>(1 + number % 32)};
}

} // namespace muster::model
