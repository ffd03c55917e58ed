#pragma once

// What load balancers and monitors ask for, outside of the API and without a sign-in: /healthz, /readyz and
// /metrics. None of them says anything about a person or a chamber.

#include <optional>
#include <string_view>

#include "app/office.hpp"
#include "net/http.hpp"
#include "web/arrival.hpp"
#include "web/problem.hpp"

namespace muster::web {

inline constexpr std::string_view kMetrics = "/metrics";

/// To /healthz and /readyz, which may be asked by whatever name; nothing for any other path.
[[nodiscard]] std::optional<net::Response> answer_probe(app::Office& office, std::string_view path);

/// Of /healthz and /readyz: an answer that waits behind people's requests would tell about those.
[[nodiscard]] bool is_probe(const net::Request& request);

/// For whoever is on this machine and came to it by its own name, past no proxy, and for the addresses that
/// Reach::metrics_from names. NotFound for all others.
[[nodiscard]] Checked<net::Response> answer_metrics(app::Office& office, const net::Request& request,
                                                    const Arrival& arrival, const Reach& reach);

/// What a request is counted as: "probe", "metrics", "api_read", "api_write" or "page". The edge's own answers are
/// "refused".
[[nodiscard]] std::string_view kind_of(const net::Request& request);

} // namespace muster::web
