#pragma once

// The vendor's machine-readable description as a judge: is this request one that the service declares, is this
// answer one? It reads the description from the shared folder beside the project; where that is absent there is no
// judge, and tests that need one are skipped.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"

namespace muster::contract {

struct Node;

/// What is wrong, each a sentence with the operation and the place.
using Violations = std::vector<std::string>;

class OpenApi {
  public:
    /// Null where the file is absent (see path()). Read once per process; throws if it is there but no description.
    [[nodiscard]] static std::shared_ptr<const OpenApi> load();
    /// MUSTER_SHARED, else the folder "shared" beside the project, and in it constant-contact/openapi.yaml.
    [[nodiscard]] static std::string path();

    explicit OpenApi(std::string_view yaml);
    ~OpenApi();
    OpenApi(const OpenApi&) = delete;
    OpenApi& operator=(const OpenApi&) = delete;

    /// `request.target` is an absolute URL or a path; only what lies under /v3 is judged, the authorization server
    /// is not part of the description. Where the description is known to be wrong (README beside it), the README
    /// holds.
    [[nodiscard]] Violations check_request(const net::Request& request) const;
    /// The answer to that request. Bodies of 5xx are not judged: they come from whatever stands in between.
    [[nodiscard]] Violations check_answer(const net::Request& request, const net::Response& answer) const;

  private:
    struct Operation;
    [[nodiscard]] Operation find(const net::Request& request) const;
    [[nodiscard]] const Node* parameter_schema(const Operation& operation, std::string_view place,
                                               std::string_view name) const;
    void check_parameters(const Operation& operation, const net::Request& request, Violations& violations) const;
    void check_body(const Operation& operation, const net::Request& request, Violations& violations) const;
    std::unique_ptr<Node> root_;
};

/// Judges everything that passes; fits SandboxTransport's watch.
class ContractWatch {
  public:
    explicit ContractWatch(std::shared_ptr<const OpenApi> description) : description_(std::move(description)) {}

    void operator()(const net::Request& request, const net::Response& answer);
    [[nodiscard]] const Violations& violations() const { return violations_; }
    [[nodiscard]] std::size_t judged() const { return judged_; } ///< requests under /v3

  private:
    std::shared_ptr<const OpenApi> description_; // shared: read once per process
    Violations violations_;
    std::size_t judged_ = 0;
};

} // namespace muster::contract
