#include "cli/program.hpp"

#include <algorithm>
#include <csignal>
#include <exception>

#include <sys/resource.h>
#include <unistd.h>

#include "app/lost_store.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/deeds.hpp"
#include "cli/parser.hpp"

namespace muster::cli {

namespace {

/// What the signal handler cancels; set once before the handler is installed.
const CancelToken* cancelled_by_signal = nullptr; // a handler can reach nothing else

extern "C" void on_signal(int) { cancelled_by_signal->cancel(); }

/// The first SIGINT or SIGTERM asks to stop at the next safe point; a second one ends the process at once, which a
/// run survives (R24).
void install_signal_handlers(const CancelToken& cancel) {
    cancelled_by_signal = &cancel;
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    struct sigaction ignore{};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
}

/// A process that dies of a mistake leaves no image of its memory, which holds keys and grants.
void keep_no_core() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

ConsoleOptions look_around(bool json, bool quiet) {
    ConsoleOptions options;
    options.json = json;
    options.quiet = quiet;
    options.in_is_terminal = ::isatty(STDIN_FILENO) == 1;
    options.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    options.error_is_terminal = ::isatty(STDERR_FILENO) == 1;
    options.colours = options.error_is_terminal && !app::process_environment("NO_COLOR").has_value();
    return options;
}

/// A store that was not waited for any longer because somebody wanted to stop is no failure.
Exit exit_of(const Error& error, const CancelToken& cancel) {
    return error.code == Code::Unavailable && cancel.is_cancelled() ? Exit::Cancelled : exit_for(error.code);
}

int run_command(const Command& command, Session& session, const Given& given) {
    const auto ended = command.run(session, given);
    const auto exit =
        ended ? *ended : refuse(session, exit_of(ended.error(), session.cancel()), ended.error().message);
    write_down(session, command, given, exit);
    return static_cast<int>(exit);
}

} // namespace

int run_program(const std::vector<std::string>& arguments) {
    SystemClock clock;
    SystemRandom random;
    return run_program(arguments, {clock, random});
}

int run_program(const std::vector<std::string>& arguments, const app::Surroundings& surroundings) {
    const CancelToken cancel;
    install_signal_handlers(cancel);
    keep_no_core();
    set_log_level(LogLevel::Off); // a command tells people what matters to them; the log is for the server
    const bool wants_json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    Console console(look_around(wants_json, false), cancel);
    try {
        auto parsed = parse_arguments(arguments);
        if (!parsed) {
            return static_cast<int>(refuse(console, Exit::Usage, parsed.error().message));
        }
        if (parsed->command == nullptr) {
            console.raw(parsed->text);
            return static_cast<int>(Exit::Done);
        }
        console.set_json(parsed->json);
        console.set_quiet(parsed->quiet);
        Session session(console, {parsed->settings, app::process_environment}, surroundings, cancel);
        return run_command(*parsed->command, session, parsed->given);
    } catch (
        const std::exception& error) { // a lost store, no memory, a programmer's mistake: one message, no trace
        const auto code = app::is_lost_store(error) ? Code::Unavailable : Code::Failed;
        return static_cast<int>(refuse(console, exit_of({code, error.what()}, cancel), error.what()));
    }
}

} // namespace muster::cli
