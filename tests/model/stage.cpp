#include "model/stage.hpp"

#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::model {
namespace {

using test::Chamber;

constexpr const char* kForeignField = "Shoe size";

void change_rep(Chamber& chamber, unsigned number, const char* column, const std::string& value) {
    if (chamber.book.find_rep(rep_id(number))) {
        chamber.set_rep(rep_id(number), {{column, value.c_str()}});
    }
}

void add_rep(Chamber& chamber, const Act& act) {
    chamber.book.remove_rep(rep_id(act.a));
    chamber.rep(rep_id(act.a), member_id(act.a), typed_address(act.b), {{"groups", group_names(act.c).c_str()}});
}

void swap(Chamber& chamber, const Act& act) {
    const auto one = chamber.book.find_rep(rep_id(act.a));
    const auto two = chamber.book.find_rep(rep_id(act.b));
    if (one && two) {
        chamber.set_rep(one->rep_id, {{"email", two->email.c_str()}});
        chamber.set_rep(two->rep_id, {{"email", one->email.c_str()}});
    }
}

void in_database(Chamber& chamber, const Act& act) {
    switch (act.verb) {
    case Verb::AddRep:
        return add_rep(chamber, act);
    case Verb::RemoveRep:
        return chamber.book.remove_rep(rep_id(act.a));
    case Verb::Address:
        return change_rep(chamber, act.a, "email", typed_address(act.b));
    case Verb::Swap:
        return swap(chamber, act);
    case Verb::FirstName:
        return change_rep(chamber, act.a, "first_name", text(act.b));
    case Verb::LastName:
        return change_rep(chamber, act.a, "last_name", text(act.b));
    case Verb::Title:
        return change_rep(chamber, act.a, "job_title", text(act.b));
    case Verb::Everybody:
        for (unsigned number = 0; number < kReps; ++number) {
            change_rep(chamber, number, "job_title", text(act.b));
        }
        return;
    case Verb::Username:
        return change_rep(chamber, act.a, "username", text(act.b));
    case Verb::Phone:
        return change_rep(chamber, act.a, "phone", phone(act.b));
    case Verb::Street:
        change_rep(chamber, act.a, "street", street(act.b));
        return change_rep(chamber, act.a, "country", country(act.c));
    case Verb::Groups:
        return change_rep(chamber, act.a, "groups", group_names(act.b));
    case Verb::Member:
        return change_rep(chamber, act.a, "member_id", member_id(act.b));
    case Verb::Status:
        return chamber.set_member(member_id(act.a), {{"status", status(act.b).c_str()}});
    case Verb::MemberPhone:
        return chamber.set_member(member_id(act.a), {{"phone", phone(act.b).c_str()}});
    case Verb::MemberStreet:
        return chamber.set_member(member_id(act.a), {{"street", street(act.b).c_str()}});
    case Verb::Attribute:
        return change_rep(chamber, act.a, "attributes", act.b % 2 != 0 ? "Unsubscribed from CC" : "");
    case Verb::RenameGroup: // a name that is taken or gone: nothing happens
        return static_cast<void>(chamber.book.rename_group(groups()[act.a % 4], groups()[act.b % 4]));
    case Verb::RemoveGroup:
        return static_cast<void>(chamber.book.remove_group(groups()[act.a % 4]));
    default:
        break;
    }
}

/// With everything that Muster does not manage.
void add_contact(Chamber& chamber, const Act& act) {
    const std::string address = mailbox(act.a);
    auto& service = chamber.service;
    if (!service.add_contact(chamber.account, {.address = address,
                                               .first_name = "There",
                                               .job_title = "Entered by hand",
                                               .permission = permission(act.b),
                                               .lists = {list_name(act.c)},
                                               .custom_fields = {}})) {
        return;
    }
    const std::string shoe_size = std::to_string(30 + act.a % 20);
    static_cast<void>(
        service.edit_contact(chamber.account, address, {.custom_fields = {{kForeignField, shoe_size}}}));
    static_cast<void>(service.tag_contact(chamber.account, address, "Donor"));
    if (act.b % 2 == 0 || permission(act.b) == sandbox::Permission::Unsubscribed) {
        return;
    }
    // What only a whole record can say: by the service's own interface, as another program's.
    const auto contact = service.contact(chamber.account, address);
    const sandbox::Tokens tokens = service.issue_token(chamber.account, "other program " + contact->id);
    net::Request put{"PUT", "/v3/contacts/" + contact->id, {}, ""};
    put.headers.set("Authorization", "Bearer " + tokens.access_token);
    put.headers.set("Content-Type", "application/json");
    put.body = fmt::format(R"({{"update_source":"Account","first_name":"There","job_title":"Entered by hand",
        "email_address":{{"address":"{}","permission_to_send":"{}"}},"birthday_month":5,"birthday_day":17,
        "anniversary":"2001-02-03","phone_numbers":[{{"phone_number":"555-0142","kind":"home"}}],
        "street_addresses":[{{"kind":"home","street":"9 Home Street","city":"Springfield"}}],
        "notes":[{{"content":"Likes trees"}}]}})",
                           address, sandbox::name_of(permission(act.b)));
    static_cast<void>(service.handle(put));
}

void edit_contact(Chamber& chamber, const Act& act) {
    sandbox::ContactEdit edit;
    const std::string value = text(act.c);
    switch (act.b % 6) {
    case 0:
        edit.first_name = value;
        break;
    case 1:
        edit.last_name = value;
        break;
    case 2:
        edit.company_name = value;
        break;
    case 3:
        edit.phone = phone(act.c);
        break;
    default:
        edit.custom_fields = {{act.b % 6 == 4 ? "Username" : kForeignField, value}};
    }
    static_cast<void>(chamber.service.edit_contact(chamber.account, mailbox(act.a), edit));
}

Result<void> in_account(Chamber& chamber, const Act& act) {
    auto& service = chamber.service;
    const auto& account = chamber.account;
    switch (act.verb) {
    case Verb::OptOut:
        return service.opt_out(account, mailbox(act.a),
                               act.b % 4 == 3 ? sandbox::Source::Account : sandbox::Source::Contact);
    case Verb::Resubscribe:
        return service.resubscribe(account, mailbox(act.a));
    case Verb::Leave:
        return service.leave_list(account, mailbox(act.a), list_name(act.b));
    case Verb::Join:
        return service.join_list(account, mailbox(act.a), list_name(act.b));
    case Verb::EditContact:
        edit_contact(chamber, act);
        return {};
    case Verb::AddContact:
        add_contact(chamber, act);
        return {};
    case Verb::DeleteContact:
        return service.delete_contact(account, mailbox(act.a));
    case Verb::MoveContact:
        return service.edit_contact(account, mailbox(act.a), {.address = mailbox(act.b)});
    case Verb::AddList:
        TRY(service.add_list(account, list_name(act.a)));
        return {};
    case Verb::RenameList:
        return service.list(account, list_name(act.b))
                   ? Result<void>{}
                   : service.rename_list(account, list_name(act.a), list_name(act.b));
    case Verb::DeleteList:
        return service.delete_list(account, list_name(act.a));
    case Verb::AddField:
        TRY(service.add_field(account, field_label(act.a), field_type(act.b)));
        return {};
    case Verb::DeleteField:
        return service.delete_field(account, field_label(act.a));
    case Verb::PutBack:
        if (const auto contact = service.contact(account, mailbox(act.a))) {
            static_cast<void>(chamber.stored.lift(contact->id, ""));
        }
        return {};
    case Verb::Wait:
        chamber.clock.advance(std::chrono::hours(act.a));
        return {};
    default:
        return {};
    }
}

} // namespace

void set_stage(Chamber& chamber) {
    chamber.member("M0", "ACT", {{"city", "Springfield"}, {"street", "5 Member Street"}, {"phone", "555-0155"}});
    chamber.member("M1", "ACT", {{"file_by", "Zebra"}});
    chamber.member("M2", "PRO");
    chamber.member("M3", "COU", {{"company", "\xC3\x85ngstr\xC3\xB6m & Sons"}});
    for (const char* group : {"Board", "Golf", "Expo 2026"}) {
        static_cast<void>(chamber.book.add_group(group));
    }
    auto& service = chamber.service;
    static_cast<void>(service.add_field(chamber.account, kForeignField));
    static_cast<void>(service.add_tag(chamber.account, "Donor"));
    static_cast<void>(
        service.add_contact(chamber.account, {.first_name = "By text only", .sms_number = "5415550177"}));
}

void perform(Chamber& chamber, const Act& act) {
    in_database(chamber, act);
    static_cast<void>(in_account(chamber, act)); // whoever is not there does nothing
}

} // namespace muster::model
