#include "cli/present.hpp"

#include <fmt/format.h>

#include "cli/console.hpp"

namespace muster::cli {

json::Writer begin_document() {
    json::Writer writer(2);
    writer.object().member("schema", 1);
    return writer;
}

std::string yes_no(bool yes) { return yes ? "yes" : "no"; }

void write_database(json::Writer& writer, const store::Database& database) {
    writer.member("name", database.name);
    writer.member("members", database.members).member("reps", database.reps);
    writer.member("connected", database.connected);
    writer.key("account");
    if (database.account_id.empty()) {
        writer.null();
    } else {
        writer.object().member("id", database.account_id).member("name", database.account_name).end();
    }
    writer.member("created", format_instant(database.created));
}

void write_member(json::Writer& writer, const roster::Member& member) {
    for (const auto column : roster::member_columns()) {
        writer.key(column);
        if (column == "attributes") {
            writer.value(member.attributes);
        } else if ((column == "joined" && !member.joined) || (column == "dropped" && !member.dropped)) {
            writer.null();
        } else {
            writer.value(roster::field_text(member, column));
        }
    }
}

void write_rep(json::Writer& writer, const roster::Rep& rep) {
    for (const auto column : roster::rep_columns()) {
        if (column == "password") {
            continue;
        }
        writer.key(column);
        if (column == "groups") {
            writer.value(rep.groups);
        } else if (column == "attributes") {
            writer.value(rep.attributes);
        } else if (column == "billing_rep") {
            writer.value(rep.billing_rep);
        } else {
            writer.value(roster::field_text(rep, column));
        }
    }
    writer.member("created", format_instant(rep.created)).member("updated", format_instant(rep.updated));
}

void write_status(json::Writer& writer, const roster::MemberStatus& status) {
    writer.member("code", status.code).member("description", status.description);
    writer.member("active_member", status.active_member).member("pays_dues", status.pays_dues);
    writer.member("eligible_for_referral", status.eligible_for_referral);
    writer.member("list_in_directory", status.list_in_directory);
    writer.member("members_only_access", status.members_only_access);
}

std::string options_document(const std::vector<app::Assignment>& options) {
    auto writer = begin_document();
    writer.key("options").object();
    for (const auto& [key, value] : options) {
        writer.member(key, value);
    }
    writer.end().end();
    return writer.take();
}

std::string options_table(const std::vector<app::OptionRow>& table, const std::vector<app::Assignment>& options) {
    Table out({"setting", "value", "takes"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        out.add({std::string(table[i].key), options[i].second, app::range_words(table[i])});
    }
    return out.text();
}

std::string options_help(const std::vector<app::OptionRow>& table) {
    std::string out = "Keys (a blank value sets the default back):\n";
    for (const auto& row : table) {
        out += fmt::format("  {} ({}; default: {})\n      {}\n", row.key, app::range_words(row),
                           row.standard.empty() ? "none" : row.standard, row.help);
    }
    out.pop_back();
    return out;
}

} // namespace muster::cli
