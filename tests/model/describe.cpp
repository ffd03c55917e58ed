// Acts in words, for whoever reads a printed history.

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/acts.hpp"

namespace muster::model {
namespace {

constexpr std::array<std::string_view, 41> kNames{
    "AddRep",      "RemoveRep",    "Address",     "Swap",         "FirstName",   "LastName",      "Title",
    "Everybody",   "Username",     "Phone",       "Street",       "Groups",      "Member",        "Status",
    "MemberPhone", "MemberStreet", "RenameGroup", "RemoveGroup",  "Attribute",   "PutBack",       "OptOut",
    "Resubscribe", "Leave",        "Join",        "EditContact",  "AddContact",  "DeleteContact", "MoveContact",
    "AddList",     "RenameList",   "DeleteList",  "AddField",     "DeleteField", "Wait",          "Run",
    "QuickRun",    "Preview",      "KilledRun",   "CancelledRun", "TroubledRun", "CrossedRun",
};

std::string describe_run(const Act& act) {
    constexpr std::array<std::string_view, 6> kFilters{
        "all", "status=ACT", "group=Board", "attribute!=Unsubscribed from CC", "last_name=Berg", "nobody"};
    const Wish wish = wish_of(act);
    std::string words =
        fmt::format("groups [{}], fields [{}], {}", fmt::join(wish.groups, ", "), fmt::join(wish.fields, ", "),
                    kFilters.at(static_cast<std::size_t>(wish.filter)));
    words += wish.puts_back ? ", put_back" : "";
    words += wish.is_tight ? ", one removal allowed" : "";
    words += wish.confirms ? ", 3 removals confirmed" : "";
    words += wish.previews_first ? ", after a preview" : "";
    words += wish.repeats ? ", and again" : "";
    words += wish.is_quick ? ", quick" : "";
    switch (act.verb) {
    case Verb::KilledRun:
    case Verb::CancelledRun:
        return words + fmt::format("; place {}", act.c);
    case Verb::TroubledRun: {
        const sandbox::Fault fault = trouble(act.c);
        return words + fmt::format("; {} {} {} request {} to {}", sandbox::name_of(fault.kind), fault.status,
                                   fault.when == sandbox::When::After ? "after" : "at", fault.nth, fault.path);
    }
    case Verb::CrossedRun: {
        const Crossing crossed = crossing(act.c);
        return words + fmt::format("; before request {}: {}", crossed.request, describe(crossed.act));
    }
    default:
        return words;
    }
}

std::string describe_in_account(const Act& act) {
    const std::string who = mailbox(act.a);
    switch (act.verb) {
    case Verb::OptOut:
        return who + " unsubscribes";
    case Verb::Resubscribe:
        return who + " subscribes again";
    case Verb::Leave:
        return fmt::format("{} leaves {}", who, list_name(act.b));
    case Verb::Join:
        return fmt::format("{} is put on {}", who, list_name(act.b));
    case Verb::EditContact:
        return fmt::format("property {} of {} is edited there", act.b, who);
    case Verb::AddContact:
        return fmt::format("{} is entered there, {}, on {}", who, sandbox::name_of(permission(act.b)),
                           list_name(act.c));
    case Verb::DeleteContact:
        return who + " is deleted there";
    case Verb::MoveContact:
        return fmt::format("{} becomes {} there", who, mailbox(act.b));
    case Verb::AddList:
        return fmt::format("list {} is made there", list_name(act.a));
    case Verb::RenameList:
        return fmt::format("list {} is renamed {}", list_name(act.a), list_name(act.b));
    case Verb::DeleteList:
        return fmt::format("list {} is deleted", list_name(act.a));
    case Verb::AddField:
        return fmt::format("field {} of type {} is made there", field_label(act.a), field_type(act.b));
    case Verb::DeleteField:
        return fmt::format("field {} is deleted", field_label(act.a));
    case Verb::Wait:
        return fmt::format("{} hours later", act.a);
    default:
        return "";
    }
}

} // namespace

std::string_view name_of(Verb verb) { return kNames.at(static_cast<std::size_t>(verb)); }

std::string describe(const Act& act) {
    const std::string rep = rep_id(act.a);
    switch (act.verb) {
    case Verb::AddRep:
        return fmt::format("{} is entered with \"{}\" in [{}]", rep, typed_address(act.b), group_names(act.c));
    case Verb::RemoveRep:
        return rep + " is removed";
    case Verb::Address:
        return fmt::format("{} gets the address \"{}\"", rep, typed_address(act.b));
    case Verb::Swap:
        return fmt::format("{} and {} swap addresses", rep, rep_id(act.b));
    case Verb::Everybody:
        return fmt::format("everybody's title: \"{}\"", text(act.b));
    case Verb::FirstName:
    case Verb::LastName:
    case Verb::Title:
    case Verb::Username:
        return fmt::format("of {}: \"{}\"", rep, text(act.b));
    case Verb::Phone:
        return fmt::format("of {}: \"{}\"", rep, phone(act.b));
    case Verb::Street:
        return fmt::format("of {}: \"{}\", \"{}\"", rep, street(act.b), country(act.c));
    case Verb::Groups:
        return fmt::format("of {}: [{}]", rep, group_names(act.b));
    case Verb::Member:
        return fmt::format("of {}: {}", rep, member_id(act.b));
    case Verb::Status:
        return fmt::format("of {}: {}", member_id(act.a), status(act.b));
    case Verb::MemberPhone:
        return fmt::format("of {}: \"{}\"", member_id(act.a), phone(act.b));
    case Verb::MemberStreet:
        return fmt::format("of {}: \"{}\"", member_id(act.a), street(act.b));
    case Verb::RenameGroup:
        return fmt::format("group {} is renamed {}", groups()[act.a % 4], groups()[act.b % 4]);
    case Verb::RemoveGroup:
        return fmt::format("group {} is removed", groups()[act.a % 4]);
    case Verb::Attribute:
        return fmt::format("{} by hand: {}", rep, act.b % 2 != 0 ? "unsubscribed" : "not unsubscribed");
    case Verb::PutBack:
        return mailbox(act.a) + " may be put back";
    default:
        return is_run(act.verb) ? describe_run(act) : describe_in_account(act);
    }
}

} // namespace muster::model
