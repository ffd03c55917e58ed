#include "web/present.hpp"

namespace muster::web {

void write_moment(json::Writer& writer, std::string_view key, const std::optional<Instant>& moment) {
    writer.member(key, moment ? std::optional(format_instant(*moment)) : std::nullopt);
}

void write_moment(json::Writer& writer, std::string_view key, const std::optional<Date>& date) {
    writer.member(key, date ? std::optional(format_date(*date)) : std::nullopt);
}

void write_or_null(json::Writer& writer, std::string_view key, const std::string& text) {
    writer.member(key, text.empty() ? std::nullopt : std::optional(text));
}

void write(json::Writer& writer, const store::Database& database) {
    writer.object()
        .member("id", database.id.number)
        .member("name", database.name)
        .member("members", database.members)
        .member("reps", database.reps)
        .member("connected", database.connected)
        .member("account_id", database.account_id)
        .member("account_name", database.account_name)
        .end();
}

void write(json::Writer& writer, const std::optional<app::NextRun>& next) {
    if (!next) {
        writer.null();
        return;
    }
    writer.object()
        .member("at", format_instant(next->next.at))
        .member("local_time", next->local_time)
        .member("time_zone", next->time_zone)
        .member("words", next->words)
        .end();
}

void write_off(json::Writer& writer, const std::optional<app::OffForUndo>& off) {
    writer.key("off_for_undo");
    if (off) {
        writer.object().member("run_id", off->run_id).member("at", format_instant(off->at)).end();
    } else {
        writer.null();
    }
}

void write(json::Writer& writer, const roster::Selections& selections) {
    writer.object()
        .member("list_groups", selections.list_groups)
        .member("custom_fields", selections.custom_fields)
        .member("member_filter", selections.member_filter.expressions())
        .member("rep_filter", selections.rep_filter.expressions())
        .end();
}

void write(json::Writer& writer, const app::ConnectionState& state) {
    writer.object()
        .member("connected", state.is_connected)
        .member("account_id", state.account_id)
        .member("account_name", state.account_name)
        .member("connected_by", state.granted_by);
    write_moment(writer, "connected_at", state.granted_at);
    write_moment(writer, "renew_by", state.renew_by);
    writer.key("lost");
    if (state.lost) {
        writer.object().member("reason", state.lost->reason).member("at", format_instant(state.lost->at)).end();
    } else {
        writer.null();
    }
    writer.key("quota");
    if (state.quota) {
        writer.object()
            .member("used_today", state.quota->used_today)
            .member("limit", state.quota->limit)
            .member("resets_at", format_instant(state.quota->resets_at))
            .end();
    } else {
        writer.null();
    }
    writer.end();
}

void write(json::Writer& writer, const app::DeviceLogin& login) {
    static constexpr std::string_view kStates[] = {"waiting", "connected", "failed"};
    writer.object()
        .member("attempt", login.attempt)
        .member("state", kStates[static_cast<std::size_t>(login.state)])
        .member("user_code", login.prompt.user_code)
        .member("verification_uri", login.prompt.verification_uri)
        .member("verification_uri_complete", login.prompt.verification_uri_complete)
        .member("expires_at", format_instant(login.expires))
        .member("account_name", login.connected.account_name)
        .member("message", login.error.message)
        .end();
}

} // namespace muster::web
