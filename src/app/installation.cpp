#include "app/installation.hpp"

namespace muster::app {

Result<std::unique_ptr<Installation>> Installation::open(Settings settings, Surroundings surroundings) {
    TRY_ASSIGN(auto store, store::Store::open({.url = settings.store,
                                               .key_file = settings.key_file,
                                               .clock = surroundings.clock,
                                               .random = surroundings.random,
                                               .process = surroundings.process,
                                               .patience = surroundings.store_patience,
                                               .closing = surroundings.closing}));
    TRY_ASSIGN(const std::string key, read_key_file(settings.key_file));
    TRY_ASSIGN(auto sealer, Sealer::create(key));
    return std::unique_ptr<Installation>(
        new Installation(std::move(settings), std::move(surroundings), std::move(store), std::move(sealer)));
}

std::unique_ptr<net::Transport> Installation::make_transport() {
    auto transport = surroundings_.make_transport ? surroundings_.make_transport()
                                                  : net::make_http_client({.user_agent = "Muster/" MUSTER_VERSION});
    return counted(std::move(transport), settings_.ctct_auth_url, metrics_);
}

} // namespace muster::app
