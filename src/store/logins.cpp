// Logins that wait for the browser to come back (R21).

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

std::string login_place(DatabaseId database, std::string_view state_digest) {
    return fmt::format("login/{}/{}", database.number, state_digest);
}

} // namespace

void Store::put_login(std::string_view state_digest, const PendingLogin& login) {
    write(*core_, [&](Session& session) {
        session["login.tidy"].run({to_micros(core_->clock.now()), login.database.number, login.started_by});
        const auto sealed = core_->sealer.seal(login.verifier, login_place(login.database, state_digest));
        session["login.put"].run({login.database.number, state_digest, db::Bytes{sealed}, login.redirect_uri,
                                  login.started_by, to_micros(login.started), to_micros(login.expires)});
    });
}

std::optional<PendingLogin> Store::take_login(std::string_view state_digest, Instant now) {
    return write(*core_, [&](Session& session) -> std::optional<PendingLogin> {
        PendingLogin login;
        std::string sealed;
        {
            auto row = session["login.get"].query({state_digest});
            if (!row.next()) {
                return std::nullopt;
            }
            login.database = {row.number(0)};
            sealed = row.copy(1);
            login.redirect_uri = row.copy(2);
            login.started_by = row.copy(3);
            login.started = from_micros(row.number(4));
            login.expires = from_micros(row.number(5));
        }
        session["login.remove"].run({login.database.number, state_digest});
        auto verifier = core_->sealer.open(sealed, login_place(login.database, state_digest));
        if (!verifier || now >= login.expires) {
            return std::nullopt;
        }
        login.verifier = std::move(*verifier);
        return login;
    });
}

} // namespace muster::store
