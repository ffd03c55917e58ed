// The pages for people: accounts, their contacts, lists and jobs, the switches, and the buttons that act as people
// do.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "sandbox/html.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/people.hpp"

namespace muster::sandbox {

namespace {

constexpr std::size_t kRowsPerPage = 100;

constexpr std::string_view kStyle = R"(:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:75rem;padding:0 1rem 3rem}
header{border-bottom:.15rem solid;padding:.75rem 0;display:flex;gap:1rem;flex-wrap:wrap;justify-content:space-between}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid;vertical-align:top}
form.inline{display:inline}
button,input,select{font:inherit;padding:.2rem .6rem;margin:.1rem}
:focus-visible{outline:.2rem solid;outline-offset:.1rem}
)";

net::Response style(Call&) {
    net::Response response{200, {}, std::string(kStyle)};
    response.headers.set("Content-Type", "text/css; charset=utf-8");
    return response;
}

std::string hidden(std::string_view name, std::string_view value) {
    return fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, escape(value));
}

/// A form with one button that does `action` to the contact.
std::string button(const Account& account, const Contact& contact, std::string_view action, std::string_view label,
                   std::string_view list = "") {
    const std::string& who = contact.email.address.empty() ? contact.id : contact.email.address;
    return fmt::format("<form class=\"inline\" method=\"post\" action=\"/sandbox/act\">{}{}{}{}"
                       "<button aria-label=\"{}: {}\">{}</button></form>",
                       hidden("account", account.id), hidden("contact", contact.id), hidden("action", action),
                       list.empty() ? "" : hidden("list", list), escape(label), escape(who), escape(label));
}

std::string start_page(Call& call) {
    std::string html =
        "<table><caption>Accounts</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Id</th>"
        "<th scope=\"col\">Contacts</th><th scope=\"col\">Lists</th></tr></thead><tbody>\n";
    for (const auto& account : call.world.accounts) {
        html += fmt::format(
            "<tr><td><a href=\"/sandbox/account?id={}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escape(account.id), escape(account.name), escape(account.id), account.contacts().size(),
            account.live_lists());
    }
    html += "</tbody></table>\n<form method=\"post\" action=\"/sandbox/act\"><p><label>New account <input "
            "name=\"name\" "
            "required></label> <button name=\"action\" value=\"add_account\">Add</button></p></form>\n"
            "<ul><li><a href=\"/sandbox/activate\">Connect a program by its code</a></li>\n"
            "<li><a href=\"/sandbox/switches\">Switches</a></li>\n<li><a href=\"/sandbox/log\">Requests "
            "(JSON)</a></li></ul>\n";
    return page("Accounts", html);
}

std::string lists_cell(Account& account, const Contact& contact) {
    std::string html;
    for (const auto& id : contact.lists) {
        const List* list = account.live_list(id);
        if (list != nullptr) {
            html += escape(list->name) + " " + button(account, contact, "leave_list", "Leave", id) + "<br>";
        }
    }
    return html;
}

std::string contact_row(const World& world, Account& account, const Contact& contact) {
    std::string permission(name_of(contact.email.permission));
    if (contact.is_unsubscribed()) {
        permission += fmt::format(" by {} on {}", contact.email.opt_out_source,
                                  world.time_text(contact.email.opt_out_date.value_or(Instant{})));
    }
    if (contact.deleted_at) {
        permission += ", deleted";
    }
    std::string actions;
    if (!contact.email.address.empty()) {
        actions += contact.is_unsubscribed() ? button(account, contact, "resubscribe", "Resubscribe")
                                             : button(account, contact, "opt_out", "Unsubscribe");
    }
    if (!contact.deleted_at) {
        actions += button(account, contact, "delete_contact", "Delete");
    }
    const std::string& key = contact.email.address.empty() ? contact.sms.number : contact.email.address;
    return fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{} {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        escape(key), escape(contact.first_name), escape(contact.last_name), escape(contact.company_name),
        escape(permission), lists_cell(account, contact), actions);
}

std::string contacts_table(Call& call, Account& account, const std::string& search, std::size_t from) {
    std::string rows;
    std::size_t found = 0;
    const std::string wanted = address_key(search);
    for (const auto& contact : account.contacts()) {
        const bool fits = wanted.empty() || address_key(contact.email.address).find(wanted) != std::string::npos ||
                          address_key(contact.last_name).find(wanted) != std::string::npos;
        if (!fits) {
            continue;
        }
        ++found;
        if (found > from && found <= from + kRowsPerPage) {
            rows += contact_row(call.world, account, contact);
        }
    }
    std::string html =
        fmt::format("<form method=\"get\" action=\"/sandbox/account\">{}<p><label>Address or last name contains "
                    "<input name=\"search\" "
                    "value=\"{}\"></label> <button>Search</button></p></form>\n<table><caption>Contacts ({} "
                    "found)</caption><thead><tr>"
                    "<th scope=\"col\">Address</th><th scope=\"col\">Name</th><th scope=\"col\">Company</th>"
                    "<th scope=\"col\">Permission</th><th scope=\"col\">Lists</th><th scope=\"col\">Act as the "
                    "person</th></tr></thead>"
                    "<tbody>\n{}</tbody></table>\n",
                    hidden("id", account.id), escape(search), found, rows);
    if (found > from + kRowsPerPage) {
        html += fmt::format(
            "<p><a href=\"/sandbox/account?{}\">More contacts</a></p>\n",
            escape(net::encode_form(
                {{"id", account.id}, {"search", search}, {"from", std::to_string(from + kRowsPerPage)}})));
    }
    return html;
}

std::string lists_table(const Account& account) {
    const auto counts = account.list_counts(false);
    std::string html =
        "<table><caption>Lists</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Members</th>"
        "</tr></thead><tbody>\n";
    for (const auto& list : account.lists) {
        const auto count = counts.find(list.id);
        if (!list.deleted_at) {
            html += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escape(list.name),
                                count == counts.end() ? 0 : count->second);
        }
    }
    return html + "</tbody></table>\n";
}

std::string activities_table(const World& world, const Account& account) {
    std::string html =
        "<table><caption>Bulk jobs of the last ten days</caption><thead><tr><th scope=\"col\">Made</th>"
        "<th scope=\"col\">Kind</th><th scope=\"col\">State</th><th scope=\"col\">Counts</th></tr></thead>"
        "<tbody>\n";
    std::size_t shown = 0;
    for (auto one = account.activities.rbegin(); one != account.activities.rend() && shown < kRowsPerPage;
         ++one, ++shown) {
        std::string counts;
        for (const auto& [name, count] : one->counters) {
            counts += fmt::format("{}={} ", name, count);
        }
        html +=
            fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", world.time_text(one->created_at),
                        escape(one->kind), escape(one->state), escape(counts));
    }
    return html + "</tbody></table>\n";
}

net::Response account_page(Call& call) {
    Account* account = call.world.account(call.parameter("id").value_or(""));
    if (account == nullptr) {
        return html_answer(404, page("No such account", "<p><a href=\"/\">All accounts</a></p>"));
    }
    const std::string from_text = call.parameter("from").value_or("0");
    std::size_t from = 0;
    std::from_chars(from_text.data(), from_text.data() + from_text.size(), from);
    return html_answer(
        200, page(account->name, contacts_table(call, *account, call.parameter("search").value_or(""), from) +
                                     lists_table(*account) + activities_table(call.world, *account)));
}

net::Response switches_page(Call& call) {
    std::string html =
        "<p>What the real service does in these cases is not known.</p>\n<table><caption>Switches</caption>"
        "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Meaning</th><th scope=\"col\">Value</th></tr>"
        "</thead><tbody>\n";
    for (const auto& row : switch_table()) {
        const std::string now = row.read(call.world.switches());
        std::string field;
        for (const auto& value : row.values) {
            field += fmt::format("<option{}>{}</option>", value == now ? " selected" : "", escape(value));
        }
        field = row.values.empty()
                    ? fmt::format("<input name=\"value\" value=\"{}\" aria-label=\"{}\">", escape(now), row.name)
                    : fmt::format("<select name=\"value\" aria-label=\"{}\">{}</select>", row.name, field);
        html += fmt::format("<tr><th scope=\"row\">{0}</th><td>{1}</td><td><form class=\"inline\" method=\"post\" "
                            "action=\"/sandbox/act\">{2}{3}<button name=\"action\" value=\"switch\" "
                            "aria-label=\"Set {0}\">Set</button></form></td></tr>\n",
                            row.name, escape(row.help), hidden("name", row.name), field);
    }
    return html_answer(200, page("Switches", html + "</tbody></table>\n"));
}

std::string value_of(const Pairs& form, std::string_view name) {
    for (const auto& [key, value] : form) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

Result<void> act_on_contact(World& world, Account& account, const Pairs& form) {
    const std::string action = value_of(form, "action");
    const std::string who = value_of(form, "contact");
    if (action == "opt_out") {
        return people_opt_out(world, account, who, Source::Contact, "Unsubscribed on the sandbox's page");
    }
    if (action == "resubscribe") {
        return people_resubscribe(world, account, who);
    }
    if (action == "delete_contact") {
        return people_delete(world, account, who);
    }
    if (action == "leave_list") {
        return people_leave(world, account, who, value_of(form, "list"));
    }
    return fail(Code::Invalid, "There is no such button.");
}

net::Response refused(const Error& error) {
    return html_answer(400, page("That did not work",
                                 "<p>" + escape(error.message) + "</p>\n<p><a href=\"/\">All accounts</a></p>"));
}

/// The buttons' address; ends on the page the button was on.
net::Response act(Call& call) {
    const Pairs form = net::parse_form(call.request.body);
    const std::string action = value_of(form, "action");
    if (action == "add_account") {
        call.world.add_account(value_of(form, "name"));
        return redirect("/");
    }
    if (action == "switch") {
        const auto done = set_switch(call.world.options.switches, value_of(form, "name"), value_of(form, "value"));
        return done ? redirect("/sandbox/switches") : refused(done.error());
    }
    Account* account = call.world.account(value_of(form, "account"));
    if (account == nullptr) {
        return refused(Error{Code::NotFound, "There is no such account."});
    }
    const auto done = act_on_contact(call.world, *account, form);
    return done ? redirect("/sandbox/account?id=" + account->id) : refused(done.error());
}

net::Response start(Call& call) { return html_answer(200, start_page(call)); }

struct PageRoute {
    std::string_view method; ///< "": any
    std::string_view path;
    net::Response (*handler)(Call&);
};

constexpr PageRoute kPages[] = {
    {"GET", "/", start},
    {"GET", "/sandbox", start},
    {"GET", "/sandbox/account", account_page},
    {"GET", "/sandbox/switches", switches_page},
    {"GET", "/sandbox/style.css", style},
    {"POST", "/sandbox/act", act},
    {"", "/sandbox/activate", activate_page},
    {"POST", "/sandbox/control", answer_control},
    {"GET", "/sandbox/log", log_answer},
    {"GET", "/sandbox/contacts", contacts_answer},
};

} // namespace

net::Response answer_pages(Call& call) {
    if (call.method != "GET" && is_cross_site(call.request)) {
        return cross_site_refusal();
    }
    net::Response response = html_answer(404, page("Nothing here", "<p><a href=\"/\">All accounts</a></p>"));
    for (const auto& route : kPages) {
        if (route.path == call.path && (route.method.empty() || route.method == call.method)) {
            response = route.handler(call);
            break;
        }
    }
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    return response;
}

} // namespace muster::sandbox
