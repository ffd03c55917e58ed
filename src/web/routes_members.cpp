// Members: their List View, and one by one.

#include <fmt/format.h>

#include "app/record_details.hpp"
#include "app/records.hpp"
#include "web/call.hpp"
#include "web/list_page.hpp"
#include "web/present.hpp"
#include "web/record_input.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestCode = 255;
/// The first is the order in which the list opens.
constexpr std::string_view kSorts[] = {"file_by", "member_id", "company", "status", "type",
                                       "city",    "state",     "joined",  "dropped"};

void write_row(json::Writer& writer, const store::MemberListRow& row) {
    writer.object()
        .member("member_id", row.member_id)
        .member("company", row.company)
        .member("file_by", row.file_by)
        .member("status", row.status)
        .member("status_description", row.status_description)
        .member("active", row.is_active)
        .member("type", row.type)
        .member("city", row.city)
        .member("state", row.state)
        .member("phone", row.phone)
        .member("website", row.website);
    write_moment(writer, "joined", row.joined);
    write_moment(writer, "dropped", row.dropped);
    writer.member("reps", row.reps).end();
}

Answer list_members(Call& call) {
    auto query = call.query({"offset", "limit", "search", "descending", "sort", "status", "active"});
    const ListAsked asked = read_list(query, kSorts);
    const store::ShownMembers shown{
        .search = asked.search, .status = query.text("status", kLongestCode), .active = query.yes_no("active")};
    TRY(query.check());
    return list_answer(call, asked, shown, write_row);
}

Answer member_answer(Call& call, const std::string& member_id, int status = 200) {
    TRY_ASSIGN(const auto found, app::find_member(call.installation(), call.database(), member_id));
    json::Writer writer;
    writer.object()
        .member("member_id", found.member.member_id)
        .member("version", found.version)
        .member("active", found.status.active_member)
        .member("reps", found.reps);
    write_fields(writer, found.member, roster::member_columns());
    writer.end();
    return json_answer(writer, status);
}

Answer get_member(Call& call) { return member_answer(call, call.value("member_id")); }

Answer add_member(Call& call) {
    TRY_ASSIGN(const auto input, read_new_record(call));
    TRY_ASSIGN(const auto member,
               app::edit_member(call.installation(), call.database(), app::EditMode::Add, input.id, input.fields));
    call.note(member.member_id);
    return member_answer(call, member.member_id, 201);
}

Answer change_member(Call& call) {
    TRY_ASSIGN(const auto input, read_changed_record(call));
    const auto member = app::edit_member(call.installation(), call.database(), app::EditMode::Set,
                                         call.value("member_id"), input.fields, input.version);
    if (!member) {
        return tl::unexpected(changed_meanwhile(member.error()));
    }
    call.note(member->member_id, field_words(input.fields));
    return member_answer(call, member->member_id);
}

Answer remove_member(Call& call) {
    auto query = call.query({"with_reps"});
    const bool with_reps = query.yes_no("with_reps").value_or(false);
    TRY(query.check());
    auto& installation = call.installation();
    const auto& id = call.value("member_id");
    TRY_ASSIGN(const auto found, app::find_member(installation, call.database(), id));
    if (found.reps > 0 && !with_reps) {
        return refuse(ProblemKind::Invalid,
                      fmt::format("{} has {} Reps. Delete them, too, or give them to another Member first.",
                                  found.member.company, found.reps));
    }
    TRY_ASSIGN(const auto reps, app::remove_member(installation, call.database(), id,
                                                   with_reps ? app::TheirReps::RemoveToo : app::TheirReps::Refuse));
    call.note(id, reps == 0 ? "" : fmt::format("with {} Reps", reps));
    json::Writer writer;
    writer.object().member("reps", reps).end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> member_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/members", "listMembers", Viewer, list_members},
        {"POST", "/databases/{database}/members", "addMember", Operator, add_member, "member.add", Json},
        {"GET", "/databases/{database}/members/{member_id}", "getMember", Viewer, get_member},
        {"PATCH", "/databases/{database}/members/{member_id}", "changeMember", Operator, change_member,
         "member.set", Json},
        {"DELETE", "/databases/{database}/members/{member_id}", "removeMember", Operator, remove_member,
         "member.remove"},
    };
}

} // namespace muster::web
