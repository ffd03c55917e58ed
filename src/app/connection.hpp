#pragma once

// Connecting a database to its Constant Contact account and letting go of it (R21, R22).

#include <functional>
#include <string>

#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
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

/// Forgets the grant and releases the account; needs nobody's answer.
void disconnect(Installation& installation, store::DatabaseId database);

} // namespace muster::app
