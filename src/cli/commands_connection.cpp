#include <fmt/format.h>

#include "app/connection.hpp"
#include "base/starters.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

void show_prompt(Console& console, const constant_contact::DevicePrompt& prompt) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(prompt.expires_in).count();
    if (console.options().json) {
        json::Writer writer; // one line, for the program that called
        writer.object().member("schema", 1).member("verification_uri", prompt.verification_uri);
        writer.member("verification_uri_complete", prompt.verification_uri_complete)
            .member("user_code", prompt.user_code);
        writer.member("expires_in", static_cast<std::int64_t>(prompt.expires_in.count())).end();
        console.prompt(writer.text());
        return;
    }
    console.prompt(fmt::format("Open {}\nand type the code {} within {} minutes.", prompt.verification_uri,
                               prompt.user_code, minutes));
    if (!prompt.verification_uri_complete.empty()) {
        console.prompt(fmt::format("This address has the code in it: {}", prompt.verification_uri_complete));
    }
    console.note("Waiting until access is granted …");
}

Result<Exit> connect(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    auto& console = session.console();
    const auto connected = app::connect(
        *target.installation, target.database, std::string(kCommandLineStarter),
        [&](const constant_contact::DevicePrompt& prompt) { show_prompt(console, prompt); }, session.cancel());
    if (!connected) {
        const bool is_refused =
            connected.error().code == Code::Conflict || connected.error().code == Code::NotAllowed;
        if (!is_refused) {
            return tl::unexpected(connected.error());
        }
        return refuse(session, Exit::NotConnected, connected.error().message);
    }
    if (!connected->is_renewable) {
        console.warn("Constant Contact gave no refresh token: the connection ends within a day. Check that the "
                     "application may use "
                     "offline access.");
    }
    auto writer = begin_document();
    writer.member("database", given.value("--database")).key("account").object();
    writer.member("id", connected->account_id).member("name", connected->account_name).end();
    console.document(writer.end().text());
    console.say(
        fmt::format("Connected to the account \"{}\" ({}).", connected->account_name, connected->account_id));
    return Exit::Done;
}

Result<Exit> disconnect(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    app::disconnect(*target.installation, target.database);
    auto writer = begin_document();
    session.console().document(
        writer.member("database", given.value("--database")).member("connected", false).end().text());
    session.console().say(
        fmt::format("The database \"{}\" is not connected any more. To withdraw the permission itself, remove the "
                    "application in your Constant Contact account.",
                    given.value("--database")));
    return Exit::Done;
}

} // namespace

std::vector<Command> connection_commands() {
    const std::vector<Flag> database{database_flag()};
    return {
        {"connect",
         "connect a database to its Constant Contact account",
         {},
         database,
         SideEffects::Account,
         {"muster connect --database Main"},
         connect,
         "Prints an address and a code to type there, and waits until access is granted. One account belongs to "
         "one database."},
        {"disconnect",
         "forget the connection and release the account",
         {},
         database,
         SideEffects::Records,
         {},
         disconnect,
         ""},
    };
}

} // namespace muster::cli
