// Sessions, one-time links and failures.

#include "store/staff_book.hpp"

namespace muster::store {

namespace {

staff::Session read_session(const db::Cursor& row) {
    return {.id = row.copy(0),
            .user_id = row.copy(1),
            .created = from_micros(row.number(2)),
            .last_seen = from_micros(row.number(3)),
            .authenticated = from_micros(row.number(4)),
            .address = row.copy(5),
            .agent = row.copy(6)};
}

} // namespace

void StoreStaffBook::add_session(const staff::Session& session, std::string_view digest) {
    changing("session.add")
        .run({session.id, digest, session.user_id, to_micros(session.created), to_micros(session.last_seen),
              to_micros(session.authenticated), session.address, session.agent});
}

std::optional<staff::Session> StoreStaffBook::find_session(std::string_view digest) {
    auto row = session_["session.get"].query({digest});
    return row.next() ? std::optional(read_session(row)) : std::nullopt;
}

std::vector<staff::UserSession> StoreStaffBook::sessions() {
    std::vector<staff::UserSession> sessions;
    for (auto rows = session_["session.all"].query({}); rows.next();) {
        sessions.push_back({read_session(rows), rows.copy(7)});
    }
    return sessions;
}

void StoreStaffBook::note_seen(const staff::Session& session, Instant now) {
    changing("session.seen").run({session.id, to_micros(now)});
    changing("user.seen").run({session.user_id, to_micros(now)});
}

void StoreStaffBook::note_authenticated(std::string_view session_id, Instant now) {
    changing("session.authenticated").run({session_id, to_micros(now)});
}

bool StoreStaffBook::remove_session(std::string_view session_id) {
    return changing("session.remove").count_changed({session_id}) == 1;
}

void StoreStaffBook::remove_sessions(std::string_view user_id, std::string_view except_session_id) {
    changing("session.remove_of_user").run({user_id, except_session_id});
}

void StoreStaffBook::add_link(const staff::Link& link, std::string_view digest) {
    const auto user = link.user_id.empty() ? std::nullopt : std::optional(link.user_id);
    changing("link.add").run({digest, staff::to_text(link.kind), user, to_micros(link.expires)});
}

std::optional<staff::Link> StoreStaffBook::find_link(std::string_view digest) {
    auto row = session_["link.get"].query({digest});
    if (!row.next()) {
        return std::nullopt;
    }
    const bool signs_in = row.text(0) == staff::to_text(staff::LinkKind::SignIn);
    return staff::Link{signs_in ? staff::LinkKind::SignIn : staff::LinkKind::FirstAdministrator, row.copy(1),
                       from_micros(row.number(2))};
}

void StoreStaffBook::remove_link(std::string_view digest) { changing("link.remove").run({digest}); }

void StoreStaffBook::remove_links(staff::LinkKind kind) {
    changing("link.remove_kind").run({staff::to_text(kind)});
}

staff::Attempts StoreStaffBook::attempts(std::string_view subject) {
    auto row = session_["attempts.get"].query({subject});
    return row.next() ? staff::Attempts{row.number(0), from_micros(row.number(1))} : staff::Attempts{};
}

void StoreStaffBook::put_attempts(std::string_view subject, const staff::Attempts& attempts) {
    changing("attempts.put").run({subject, attempts.failures, to_micros(attempts.last_failed)});
}

void StoreStaffBook::remove_attempts(std::string_view subject) { changing("attempts.remove").run({subject}); }

std::optional<Instant> StoreStaffBook::signed_in_at(std::string_view subject) {
    auto row = session_["known_address.get"].query({subject});
    return row.next() ? std::optional(from_micros(row.number(0))) : std::nullopt;
}

void StoreStaffBook::put_signed_in_at(std::string_view subject, std::string_view user_id, Instant now) {
    changing("known_address.put").run({subject, user_id, to_micros(now)});
}

void StoreStaffBook::sweep(Instant now) {
    changing("session.sweep").run({to_micros(now - staff::kSessionLimit), to_micros(now - staff::kIdleLimit)});
    changing("link.sweep").run({to_micros(now)});
    changing("attempts.sweep").run({to_micros(now - staff::kForgetFailuresAfter)});
    changing("known_address.sweep").run({to_micros(now - staff::kAddressKnownFor)});
}

} // namespace muster::store
