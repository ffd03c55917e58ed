#include <charconv>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

const std::string kNothing;
const std::vector<std::string> kNone;

} // namespace

std::string_view state_word(Exit exit) {
    switch (exit) {
    case Exit::Done:
        return "done";
    case Exit::Usage:
        return "usage";
    case Exit::Issues:
        return "issues";
    case Exit::NeedsConfirmation:
        return "needs_confirmation";
    case Exit::NotConnected:
        return "not_connected";
    case Exit::QuotaExhausted:
        return "quota_exhausted";
    case Exit::Busy:
        return "busy";
    case Exit::Cancelled:
        return "cancelled";
    case Exit::Failed:
        break;
    }
    return "failed";
}

Exit refuse(Console& console, Exit exit, const std::string& message) {
    console.error(message);
    auto writer = begin_document();
    writer.member("state", state_word(exit)).member("message", message).end();
    console.document(writer.text());
    return exit;
}

Exit refuse(Session& session, Exit exit, const std::string& message) {
    return refuse(session.console(), exit, message);
}

Exit exit_for(Code code) {
    switch (code) {
    case Code::Invalid:
    case Code::NotFound:
    case Code::Conflict:
        return Exit::Usage;
    case Code::Busy:
        return Exit::Busy;
    case Code::Cancelled:
        return Exit::Cancelled;
    case Code::NotAllowed:
    case Code::Unavailable:
    case Code::Failed:
        break;
    }
    return Exit::Failed;
}

const std::string& Given::value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? kNothing : found->second.back();
}

std::optional<std::string> Given::find(const std::string& name) const {
    return has(name) ? std::optional<std::string>(value(name)) : std::nullopt;
}

const std::vector<std::string>& Given::values(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? kNone : found->second;
}

Result<std::optional<std::int64_t>> Given::number(const std::string& name, std::int64_t least,
                                                  std::int64_t most) const {
    if (!has(name)) {
        return std::nullopt;
    }
    const std::string& text = value(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
        return fail(Code::Invalid,
                    fmt::format("{} takes a whole number from {} to {}, not \"{}\".", name, least, most, text));
    }
    return std::optional<std::int64_t>(number);
}

Result<app::Installation*> Session::installation() {
    if (!installation_) {
        TRY_ASSIGN(auto settings, app::load_settings(sources_));
        TRY_ASSIGN(installation_, app::Installation::open(std::move(settings), surroundings_));
    }
    return installation_.get();
}

Result<Target> open_target(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto database, installation->store().find_database(given.value("--database")));
    return Target{installation, database};
}

} // namespace muster::cli
