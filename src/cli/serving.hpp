#pragma once

// Keeping a back office open until somebody stops it, for `muster serve` and `muster demo`.

#include "app/installation.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/listen_address.hpp"
#include "web/back_office.hpp"

namespace muster::cli {

/// Returns when the session is cancelled. A service manager is told that the house is open, well and about to
/// close.
void tend_until_stopped(Session& session, web::BackOffice& house);

/// The last act of the demo: opens the back office of its installation, says how to get in (a link that signs in
/// once), and keeps it open. Without an address it takes the usual one, or any that is free.
[[nodiscard]] Result<void> keep_demo_open(Session& session, app::Installation& installation,
                                          const std::optional<ListenAddress>& address,
                                          const std::string& sandbox_url);

} // namespace muster::cli
