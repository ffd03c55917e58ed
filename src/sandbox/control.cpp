// POST /sandbox/control: the same powers as the class Sandbox has, for tests and trainers in other processes.

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/body.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/people.hpp"

namespace muster::sandbox {

namespace {

/// What an action has to say: a piece of JSON, "" for plain success.
using Done = Result<std::string>;
using json::Reader;

std::string member(std::string_view name, std::string_view value) {
    return fmt::format("{{{}:{}}}", json::quoted(name), json::quoted(value));
}

Done plain(Result<void> result) {
    TRY(std::move(result));
    return "";
}

Done with_id(Result<std::string> result) {
    TRY_ASSIGN(const std::string id, std::move(result));
    return member("id", id);
}

Result<Account*> account_of(World& world, const Reader& body) {
    const std::string name = body["account"].text_or("");
    if (name.empty() && !world.accounts.empty()) {
        return &world.accounts.front();
    }
    Account* account = world.account(name);
    if (account == nullptr) {
        return fail(Code::NotFound, fmt::format("The sandbox has no account \"{}\".", name));
    }
    return account;
}

std::vector<std::string> texts(const Reader& list) {
    std::vector<std::string> result;
    list.each([&](const Reader& one) { result.push_back(one.text_or("")); });
    return result;
}

Pairs pairs(const Reader& object) {
    Pairs result;
    object.each_member(
        [&](std::string_view key, const Reader& value) { result.emplace_back(key, value.text_or("")); });
    return result;
}

Result<Permission> permission_of(const Reader& body, Permission otherwise) {
    const std::string name = body["permission"].text_or("");
    if (name.empty()) {
        return otherwise;
    }
    const auto permission = permission_named(name);
    if (!permission) {
        return fail(Code::Invalid, fmt::format("There is no permission \"{}\".", name));
    }
    return *permission;
}

Done add_contact(World& world, Account& account, const Reader& body) {
    NewContact contact;
    contact.address = body["address"].text_or("");
    contact.first_name = body["first_name"].text_or("");
    contact.last_name = body["last_name"].text_or("");
    contact.job_title = body["job_title"].text_or("");
    contact.company_name = body["company_name"].text_or("");
    contact.phone = body["phone"].text_or("");
    contact.sms_number = body["sms_number"].text_or("");
    contact.lists = texts(body["lists"]);
    contact.custom_fields = pairs(body["custom_fields"]);
    TRY_ASSIGN(contact.permission, permission_of(body, Permission::Explicit));
    return with_id(people_add(world, account, contact));
}

Done edit_contact(World& world, Account& account, const Reader& body) {
    ContactEdit edit;
    edit.address = body["new_address"].text();
    edit.first_name = body["first_name"].text();
    edit.last_name = body["last_name"].text();
    edit.job_title = body["job_title"].text();
    edit.company_name = body["company_name"].text();
    edit.phone = body["phone"].text();
    edit.custom_fields = pairs(body["custom_fields"]);
    if (body["permission"].present()) {
        TRY_ASSIGN(edit.permission, permission_of(body, Permission::Explicit));
    }
    return plain(people_edit(world, account, body["address"].text_or(""), edit));
}

Done add_fault(World& world, const Reader& body) {
    Fault fault;
    TRY_ASSIGN(fault.kind, fault_kind(body["kind"].required_text()));
    fault.method = body["method"].text_or("*");
    fault.path = body["path"].text_or("*");
    fault.when = body["when"].text_or("before") == "after" ? When::After : When::Before;
    fault.nth = static_cast<std::size_t>(std::max<std::int64_t>(body["nth"].integer_or(1), 1));
    fault.times = static_cast<std::size_t>(std::max<std::int64_t>(body["times"].integer_or(1), 0));
    fault.status = static_cast<int>(body["status"].integer_or(0));
    fault.text = body["text"].text_or("");
    fault.account = body["account"].text_or("");
    fault.delay = std::chrono::milliseconds(body["delay_ms"].integer_or(fault.delay.count()));
    body["rows"].each(
        [&](const Reader& one) { fault.rows.push_back(static_cast<std::size_t>(one.integer_or(0))); });
    world.faults.push_back({std::move(fault), 0});
    return "";
}

Done change_settings(World& world, const Reader& body) {
    Options& options = world.options;
    options.calls_per_second = body["calls_per_second"].integer_or(options.calls_per_second);
    options.calls_per_day = body["calls_per_day"].integer_or(options.calls_per_day);
    options.activity_delay =
        std::chrono::milliseconds(body["activity_delay_ms"].integer_or(options.activity_delay.count()));
    options.rotating_tokens = body["rotating_tokens"].boolean().value_or(options.rotating_tokens);
    for (const auto& [name, value] : pairs(body["switches"])) {
        TRY(set_switch(options.switches, name, value));
    }
    return "";
}

Done issue_token(World& world, const Account& account, const Reader& body) {
    const std::size_t grant =
        new_grant(world, account.id, body["client_id"].text_or("sandbox-client"),
                  body["scope"].text_or("contact_data account_read offline_access"), world.now());
    const Tokens tokens = renew(world, grant, world.now());
    json::Writer writer;
    writer.object().member("access_token", tokens.access_token).member("refresh_token", tokens.refresh_token).end();
    return writer.take();
}

Done end_tokens(World& world, const Account& account, bool also_grants) {
    auto& oauth = world.oauth;
    std::erase_if(oauth.access,
                  [&](const auto& one) { return oauth.grants[one.second.grant].account_id == account.id; });
    for (auto& grant : oauth.grants) {
        grant.revoked = grant.revoked || (also_grants && grant.account_id == account.id);
    }
    world.changed = true;
    return "";
}

/// Actions on one account.
struct Action {
    std::string_view name;
    Done (*act)(World&, Account&, const Reader&);
};

std::string at(const Reader& body, std::string_view name) { return body[name].text_or(""); }

constexpr Action kActions[] = {
    {"add_contact", add_contact},
    {"edit_contact", edit_contact},
    {"issue_token", [](World& w, Account& a, const Reader& b) { return issue_token(w, a, b); }},
    {"expire_tokens", [](World& w, Account& a, const Reader&) { return end_tokens(w, a, false); }},
    {"revoke_grants", [](World& w, Account& a, const Reader&) { return end_tokens(w, a, true); }},
    {"opt_out",
     [](World& w, Account& a, const Reader& b) {
         const Source source = at(b, "source") == "Account" ? Source::Account : Source::Contact;
         return plain(people_opt_out(w, a, at(b, "address"), source, at(b, "reason")));
     }},
    {"resubscribe",
     [](World& w, Account& a, const Reader& b) { return plain(people_resubscribe(w, a, at(b, "address"))); }},
    {"leave_list", [](World& w, Account& a,
                      const Reader& b) { return plain(people_leave(w, a, at(b, "address"), at(b, "list"))); }},
    {"join_list", [](World& w, Account& a,
                     const Reader& b) { return plain(people_join(w, a, at(b, "address"), at(b, "list"))); }},
    {"delete_contact",
     [](World& w, Account& a, const Reader& b) { return plain(people_delete(w, a, at(b, "address"))); }},
    {"add_list",
     [](World& w, Account& a, const Reader& b) { return with_id(people_add_list(w, a, at(b, "name"))); }},
    {"rename_list", [](World& w, Account& a,
                       const Reader& b) { return plain(people_rename_list(w, a, at(b, "list"), at(b, "name"))); }},
    {"delete_list",
     [](World& w, Account& a, const Reader& b) { return plain(people_delete_list(w, a, at(b, "list"))); }},
    {"add_field",
     [](World& w, Account& a, const Reader& b) {
         return with_id(people_add_field(w, a, at(b, "label"), b["type"].text_or("string")));
     }},
    {"delete_field",
     [](World& w, Account& a, const Reader& b) { return plain(people_delete_field(w, a, at(b, "field"))); }},
    {"answer_device",
     [](World& w, Account& a, const Reader& b) {
         return plain(answer_device(w, at(b, "user_code"), a.id, b["allow"].boolean().value_or(true), w.now()));
     }},
};

Done act(World& world, const Reader& body) {
    const std::string name = body["action"].required_text();
    if (name == "add_account") {
        return member("id", world.add_account(at(body, "name")).id);
    }
    if (name == "fault") {
        return add_fault(world, body);
    }
    if (name == "clear_faults") {
        world.faults.clear();
        return "";
    }
    if (name == "clear_log") {
        world.log.clear();
        world.logged_bytes = 0;
        return "";
    }
    if (name == "settings") {
        return change_settings(world, body);
    }
    std::vector<std::string> names{"add_account", "fault", "clear_faults", "clear_log", "settings"};
    for (const auto& action : kActions) {
        if (action.name == name) {
            TRY_ASSIGN(Account * account, account_of(world, body));
            return action.act(world, *account, body);
        }
        names.emplace_back(action.name);
    }
    return fail(Code::Invalid,
                fmt::format("There is no action \"{}\". The actions are {}.", name, join(names, ", ")));
}

} // namespace

net::Response answer_control(Call& call) {
    Body body(call, "sandbox");
    if (body.refusal()) {
        return *body.refusal();
    }
    const Done done = act(call.world, body.root());
    if (!done) {
        return error_object(done.error().code == Code::NotFound ? 404 : 400, "sandbox", done.error().message);
    }
    if (auto complaint = body.complaint()) {
        return std::move(*complaint);
    }
    return json_answer(200, done->empty() ? "{}" : *done);
}

net::Response log_answer(Call& call) {
    constexpr std::size_t kShown = 2'000;
    json::Writer writer;
    writer.object().key("requests").array();
    for (const auto& one : call.world.log) {
        const bool has_secrets =
            one.path == "/token" || one.path == "/device/authorize" || one.path == "/authorize";
        writer.object().member("number", one.number).member("method", one.method).member("path", one.path);
        writer.member("query", has_secrets ? "" : one.query);
        writer.member("body", has_secrets ? std::string() : one.body.substr(0, kShown));
        writer.member("account", one.account).member("client_id", one.client_id);
        writer.member("at", call.world.time_text(one.at))
            .member("status", one.status)
            .member("fault", one.fault)
            .end();
    }
    writer.end().key("clients").array();
    for (const auto& [client, meter] : call.world.meters) {
        writer.object().member("client_id", client).member("calls_today", meter.calls_today);
        writer.member("most_in_a_second", meter.most_in_a_second).end();
    }
    writer.end().end();
    return json_answer(200, writer.take());
}

net::Response contacts_answer(Call& call) {
    json::Writer writer;
    writer.object().key("accounts").array();
    for (const auto& account : call.world.accounts) {
        writer.object().member("id", account.id).member("name", account.name).key("lists").array();
        for (const auto& list : account.lists) {
            if (!list.deleted_at) {
                writer.object().member("list_id", list.id).member("name", list.name).end();
            }
        }
        writer.end().key("custom_fields").array();
        for (const auto& field : account.fields) {
            writer.object().member("custom_field_id", field.id).member("label", field.label);
            writer.member("name", field.name).end();
        }
        writer.end().key("contacts").array();
        for (const auto& contact : account.contacts()) {
            write_contact(writer, call.world, contact, Include::all());
        }
        writer.end().end();
    }
    writer.end().end();
    return json_answer(200, writer.take());
}

} // namespace muster::sandbox
