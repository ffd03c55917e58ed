#include "app/notice_text.hpp"

#include <fmt/format.h>

#include "base/json.hpp"

namespace muster::app {

namespace {

using store::NoticeKind;

/// "2026-11-23 12:00 UTC".
std::string moment_words(Instant instant) {
    const auto text = format_instant(instant);
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

bool is_problem(NoticeKind kind) { return kind != NoticeKind::WellAgain && kind != NoticeKind::OptedOutList; }

/// What to type where nobody uses the back office, "" for nothing.
std::string command_for(const NoticeWords& words) {
    switch (words.notice.kind) {
    case NoticeKind::RunFailed:
    case NoticeKind::NeedsConfirmation:
    case NoticeKind::RefusedRows:
        return words.notice.run_id.empty() ? "" : fmt::format("muster runs show {}", words.notice.run_id);
    case NoticeKind::GrantLost:
    case NoticeKind::GrantEnding:
        return fmt::format("muster connect --database \"{}\"", words.database);
    case NoticeKind::WellAgain:
    case NoticeKind::OptedOutList:
        break;
    }
    return "";
}

std::string_view state_word(NoticeKind kind) {
    if (kind == NoticeKind::OptedOutList) {
        return "list";
    }
    return is_problem(kind) ? "open" : "well";
}

} // namespace

std::string_view notice_sentence(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::RunFailed:
        return "The scheduled update failed.";
    case NoticeKind::NeedsConfirmation:
        return "The scheduled update waits for your confirmation.";
    case NoticeKind::GrantLost:
        return "The connection with Constant Contact is lost.";
    case NoticeKind::GrantEnding:
        return "The connection with Constant Contact runs out soon.";
    case NoticeKind::RefusedRows:
        return "The scheduled update was done, but not for everybody.";
    case NoticeKind::WellAgain:
        return "All is well again.";
    case NoticeKind::OptedOutList:
        return "These people opted out and are still in Rep Groups.";
    }
    return "";
}

std::string notice_text(NoticeKind kind, std::string_view detail) {
    return fmt::format("{}{}{}", notice_sentence(kind), detail.empty() ? "" : " ", detail);
}

std::string_view next_step(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::RunFailed:
        return "The next run completes what this one left. If it fails again, look at the run: Constant Contact, "
               "Runs.";
    case NoticeKind::NeedsConfirmation:
        return "Look at the Contacts that would come off Active Members, and confirm their number: Constant "
               "Contact, "
               "Runs. Until then the scheduled update changes nothing in the account.";
    case NoticeKind::GrantLost:
        return "Connect again: Constant Contact, Connection, Reconnect. Until then nothing is sent.";
    case NoticeKind::GrantEnding:
        return "Start an update, which renews the connection, or connect again: Constant Contact, Connection, "
               "Reconnect.";
    case NoticeKind::RefusedRows:
        return "Look at who was refused and why: Constant Contact, Runs. Each later run tries them again.";
    case NoticeKind::OptedOutList:
        return "No run sends them anything. Take them off their groups if they are to get no other mail either.";
    case NoticeKind::WellAgain:
        break;
    }
    return "";
}

std::string notice_subject(const NoticeWords& words) {
    const auto sentence = notice_sentence(words.notice.kind);
    return fmt::format("Muster, {}: {}", words.database, sentence.substr(0, sentence.size() - 1));
}

std::string notice_mail_text(const NoticeWords& words) {
    const auto& notice = words.notice;
    std::string out = fmt::format("{}\n\nDatabase: {}\n", notice_sentence(notice.kind), words.database);
    out += fmt::format("Noticed: {}\n", moment_words(notice.made_at));
    if (!notice.run_id.empty()) {
        out += fmt::format("Run: {}\n", notice.run_id);
    }
    for (const auto paragraph : {std::string_view(notice.detail), words.people}) {
        if (!paragraph.empty()) {
            out += fmt::format("\n{}\n", paragraph);
        }
    }
    if (const auto step = next_step(notice.kind); !step.empty()) {
        out += fmt::format("\n{}\n", step);
    }
    if (const auto command = command_for(words); !command.empty()) {
        out += fmt::format("\nOn the command line: {}\n", command);
    }
    if (!words.link.empty()) {
        out += fmt::format("\n{}\n", words.link);
    }
    out += is_problem(notice.kind)
               ? "\nMuster says this once, and writes again when something else is wrong or all is "
                 "well.\n"
               : "";
    return out;
}

std::string notice_json(const NoticeWords& words, std::string_view id) {
    const auto& notice = words.notice;
    json::Writer writer;
    writer.object().member("schema", 1).member("id", id).member("kind", store::to_text(notice.kind));
    writer.member("database", words.database)
        .member("state", state_word(notice.kind))
        .member("message", notice_text(notice.kind, notice.detail));
    writer.key("run_id");
    if (notice.run_id.empty()) {
        writer.null();
    } else {
        writer.value(notice.run_id);
    }
    writer.member("at", format_instant(notice.made_at)).end();
    return writer.take();
}

} // namespace muster::app
