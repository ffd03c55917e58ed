#pragma once

// One opened installation: settings, store, clock and randomness, from which every use case is made. Shells make
// one per process and hand it to the use cases; it holds no rule itself.

#include <functional>
#include <memory>
#include <string>

#include "app/metrics.hpp"
#include "app/recent_facts.hpp"
#include "app/settings.hpp"
#include "base/cancel.hpp"
#include "base/crypto.hpp"
#include "base/passwords.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/transport.hpp"
#include "store/store.hpp"

namespace muster::app {

/// What an installation is handed from outside; all outlive it.
struct Surroundings {
    Clock& clock;
    Random& random; ///< fit for tokens
    /// Makes the door to Constant Contact; empty: libcurl's. Tests put their own behind it.
    std::function<std::unique_ptr<net::Transport>()> make_transport = {};
    PasswordCost password_cost = {}; ///< of sign-in passwords; tests take a cheaper one
    store::ProcessIdentity process = store::this_process();
    std::chrono::milliseconds store_patience = store::kPatience;
    CancelToken closing = {}; ///< the process is to end: a store that is lost is not waited for
};

class Installation {
  public:
    /// Opens the store, and makes it on first use. Code::Invalid for a wrong or missing key file and for a store of
    /// another kind, Code::Unavailable when it cannot be written.
    [[nodiscard]] static Result<std::unique_ptr<Installation>> open(Settings settings, Surroundings surroundings);

    [[nodiscard]] const Settings& settings() const { return settings_; }
    [[nodiscard]] store::Store& store() { return *store_; }
    [[nodiscard]] Clock& clock() { return surroundings_.clock; }
    [[nodiscard]] Random& random() { return surroundings_.random; }
    /// To Constant Contact; what leaves through it is counted.
    [[nodiscard]] std::unique_ptr<net::Transport> make_transport();
    /// Of the key file that the store was opened with.
    [[nodiscard]] const Sealer& sealer() const { return sealer_; }
    [[nodiscard]] PasswordHasher& passwords() { return passwords_; }
    [[nodiscard]] Metrics& metrics() { return metrics_; }
    [[nodiscard]] RecentFacts& recent_facts() { return recent_facts_; }

  private:
    Installation(Settings settings, Surroundings surroundings, std::unique_ptr<store::Store> store, Sealer sealer)
        : settings_(std::move(settings)),
          surroundings_(std::move(surroundings)),
          store_(std::move(store)),
          sealer_(std::move(sealer)),
          passwords_(surroundings_.password_cost),
          metrics_(surroundings_.clock.now()),
          recent_facts_(*store_) {}

    Settings settings_;
    Surroundings surroundings_;
    std::unique_ptr<store::Store> store_;
    Sealer sealer_;
    PasswordHasher passwords_;
    Metrics metrics_;
    RecentFacts recent_facts_;
};

} // namespace muster::app
