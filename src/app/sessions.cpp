// Sessions from their beginning to their end.

#include <algorithm>

#include <fmt/format.h>

#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "app/staff_steps.hpp"
#include "base/text.hpp"

namespace muster::app {

namespace {

using staff::StaffBook;

/// Leaves room for one more.
void end_oldest(StaffBook& book, const std::string& user_id) {
    std::size_t kept = 0;
    for (const auto& one : book.sessions()) { // newest first
        if (one.session.user_id == user_id && ++kept >= staff::kMostSessions) {
            book.remove_session(one.session.id);
        }
    }
}

} // namespace

NewSession start_session(Installation& installation, StaffBook& book, const staff::User& user,
                         const Visitor& from) {
    const auto now = installation.clock().now();
    book.sweep(now);
    end_oldest(book, user.id);
    NewSession made{random_token(installation.random(), staff::kTokenBytes), {}};
    made.who.user = user;
    made.who.user.last_seen = now;
    made.who.session = {.id = new_id(now, installation.random()),
                        .user_id = user.id,
                        .created = now,
                        .last_seen = now,
                        .authenticated = now,
                        .address = from.address,
                        .agent = std::string(cut(from.agent, staff::kLongestAgent))};
    book.add_session(made.who.session, staff::token_digest(made.token));
    book.note_seen(made.who.session, now);
    return made;
}

std::optional<SignedIn> authenticate(Installation& installation, std::string_view token) {
    const auto now = installation.clock().now();
    auto found = installation.store().read_staff([&](StaffBook& book) -> std::optional<SignedIn> {
        const auto session = book.find_session(staff::token_digest(token));
        if (!session || !staff::is_alive(*session, now)) {
            return std::nullopt;
        }
        auto user = book.find_user(session->user_id);
        return user ? std::optional(SignedIn{std::move(*user), *session}) : std::nullopt;
    });
    if (found && now - found->session.last_seen >= staff::kSeenEvery) {
        installation.store().change_staff([&](StaffBook& book) { book.note_seen(found->session, now); });
        found->session.last_seen = now;
        found->user.last_seen = now;
    }
    return found;
}

void sign_out(Installation& installation, const SignedIn& who) {
    installation.store().change_staff([&](StaffBook& book) {
        book.remove_session(who.session.id);
        note(installation, book, who.actor(), {.action = "sign_out", .record = who.user.name});
    });
}

bool is_fresh(Installation& installation, const SignedIn& who) {
    return staff::is_fresh(who.session, installation.clock().now());
}

std::vector<staff::UserSession> sessions(Installation& installation) {
    auto all = installation.store().read_staff([](StaffBook& book) { return book.sessions(); });
    const auto now = installation.clock().now();
    std::erase_if(all, [&](const staff::UserSession& one) { return !staff::is_alive(one.session, now); });
    return all;
}

Result<void> end_session(Installation& installation, const staff::Actor& actor, std::string_view session_id) {
    return installation.store().edit_staff([&](StaffBook& book) -> Result<void> {
        const auto all = book.sessions();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const staff::UserSession& one) { return one.session.id == session_id; });
        if (found == all.end()) {
            return fail(Code::NotFound, "This session is over already.");
        }
        book.remove_session(session_id);
        note(installation, book, actor, {.action = "session.end", .record = found->user_name});
        return {};
    });
}

Result<void> end_sessions(Installation& installation, const staff::Actor& actor, std::string_view user_name) {
    TRY_ASSIGN(const auto user, find_user(installation, user_name));
    return installation.store().edit_staff([&](StaffBook& book) -> Result<void> {
        book.remove_sessions(user.id, "");
        note(installation, book, actor, {.action = "session.end", .record = user.name, .details = "all sessions"});
        return {};
    });
}

} // namespace muster::app
