#pragma once

// Connecting a database to its Constant Contact account and letting go of it (R21, R22): on a terminal by the
// device flow, in the browser by the authorization code with PKCE. Whoever calls has checked the person's role.

#include <functional>
#include <optional>
#include <string>

#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "constant_contact/quota.hpp"
#include "constant_contact/tokens.hpp"
#include "store/store.hpp"

namespace muster::app {

struct Connected {
    std::string account_id;
    std::string account_name;
    bool is_renewable = true; ///< false: no refresh token came, so the grant ends with its access token
};

/// Tells a person what to open and type.
using ShowPrompt = std::function<void(const constant_contact::DevicePrompt&)>;

/// The device flow: shows the prompt, waits until a person has granted, looks at the account, binds it, keeps the
/// grant. Nothing is stored unless all of it worked. Code::Invalid without a client id, Code::Conflict with the
/// name of the database that has the account (R22), Code::NotAllowed if the person refused.
[[nodiscard]] Result<Connected> connect(Installation& installation, store::DatabaseId database,
                                        const std::string& granted_by, const ShowPrompt& show_prompt,
                                        const CancelToken& cancel);

/// The two halves of the device flow, for whoever cannot wait in between.
[[nodiscard]] Result<constant_contact::DevicePrompt> ask_for_device_code(Installation& installation,
                                                                         const CancelToken& cancel);
[[nodiscard]] Result<Connected> await_device_grant(Installation& installation, store::DatabaseId database,
                                                   const std::string& granted_by,
                                                   const constant_contact::DevicePrompt& prompt,
                                                   const CancelToken& cancel);

/// Where to send the browser of `person`. What is needed to understand its return is kept for ten minutes, for any
/// process; a login that the same person left waiting for this database is void. `redirect_uri` is ours, exactly as
/// registered for the API key. Code::Invalid without an API key, Code::NotFound if the database is gone.
[[nodiscard]] Result<std::string> begin_login(Installation& installation, store::DatabaseId database,
                                              const std::string& person, const std::string& redirect_uri);

/// What the browser brought back from Constant Contact's page; "" for what was not in its address.
struct LoginAnswer {
    std::string state;
    std::string code;
    std::string error;
    std::string error_description;
};
struct CompletedLogin {
    store::DatabaseId database;
    Connected connected;
};
/// Exchanges the code, looks at the account, binds it, keeps the grant. Code::Invalid for a state that is unknown,
/// of another person, used or too old; Code::NotAllowed if the person refused; Code::Conflict as with connect. The
/// state is used up whatever comes of it. `may_connect` says whether the person may connect that database still;
/// Code::NotAllowed if not.
[[nodiscard]] Result<CompletedLogin> complete_login(Installation& installation, const std::string& person,
                                                    const LoginAnswer& answer, const CancelToken& cancel,
                                                    const std::function<bool(store::DatabaseId)>& may_connect = {});

/// Forgets the grant and releases the account; needs nobody's answer.
void disconnect(Installation& installation, store::DatabaseId database);

struct ConnectionState {
    bool is_connected = false;
    std::string account_id; ///< bound, "" if none
    std::string account_name;
    std::string granted_by;
    std::optional<Instant> granted_at;
    std::optional<Instant> renew_by; ///< the grant ends then unless it is used before
    std::optional<store::LostGrant> lost;
    std::optional<constant_contact::QuotaUse> quota; ///< of the API key; nothing without one
};
/// As the store knows it; asks nobody. Code::NotFound if the database is gone.
[[nodiscard]] Result<ConnectionState> connection_state(Installation& installation, store::DatabaseId database);

/// Asks Constant Contact for the account, one call (and one for a token where that has run out). Code::NotAllowed
/// if the database is not connected, the grant was lost, or it answers for another account (R22).
[[nodiscard]] Result<Connected> test_connection(Installation& installation, store::DatabaseId database,
                                                const CancelToken& cancel);

} // namespace muster::app
