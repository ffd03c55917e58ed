#pragma once

// Our own description (api/openapi.yaml) as a judge of the back office's API: what it declares, and whether an
// answer is one that it declares.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contract/openapi.hpp"
#include "net/http.hpp"

namespace muster::contract {

/// An operation as it is declared.
struct DeclaredOperation {
    std::string method; ///< "GET"
    std::string path;   ///< "/databases/{database}"
    std::string id;
    std::string role;  ///< x-role
    std::string fresh; ///< x-fresh-sign-in, "" if absent
    bool is_public = false;
    std::string body;                    ///< content type of the request's body, "" for none
    std::vector<std::string> parameters; ///< of the query
};

class ApiDescription {
  public:
    /// The one in the project; read once per process.
    [[nodiscard]] static const ApiDescription& project();

    explicit ApiDescription(std::string_view yaml);
    ~ApiDescription();
    ApiDescription(const ApiDescription&) = delete;
    ApiDescription& operator=(const ApiDescription&) = delete;

    /// Those under /api.
    [[nodiscard]] std::vector<DeclaredOperation> operations() const;
    /// Everything under /api is judged, save the description itself, and what is described outside of it.
    [[nodiscard]] Violations check_answer(const net::Request& request, const net::Response& answer) const;
    /// The words of an enumeration among the schemas, or of a parameter of an operation's query.
    [[nodiscard]] std::vector<std::string> words_of(std::string_view operation, std::string_view parameter) const;

  private:
    [[nodiscard]] const Node* find(const net::Request& request) const;
    [[nodiscard]] const Node* find_operation(std::string_view id) const;
    std::unique_ptr<Node> root_;
};

} // namespace muster::contract
