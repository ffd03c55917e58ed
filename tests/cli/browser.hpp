#pragma once

// A person's browser, as far as the back office's API sees it.

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/cancel.hpp"
#include "net/transport.hpp"

namespace muster::test {

/// A browser of one tab.
class Browser {
  public:
    explicit Browser(std::string url) : url_(std::move(url)) {}

    net::Response get(const std::string& path) { return send("GET", path, ""); }
    net::Response post(const std::string& path, const std::string& body = "") { return send("POST", path, body); }
    net::Response put(const std::string& path, const std::string& body) { return send("PUT", path, body); }
    net::Response remove(const std::string& path) { return send("DELETE", path, ""); }
    net::Response upload(const std::string& path, const std::string& csv) {
        return send("POST", path, csv, "text/csv");
    }

    /// Goes on at another node of the same office.
    [[nodiscard]] Browser at(std::string url) const {
        Browser other(std::move(url));
        other.cookie_ = cookie_;
        return other;
    }

  private:
    net::Response send(const std::string& method, const std::string& path, const std::string& body,
                       const std::string& type = "application/json") {
        net::Request request{.method = method, .target = url_ + path, .headers = {}, .body = body};
        request.headers.add("X-Muster-Request", "1");
        request.headers.add("Origin", url_);
        if (!body.empty()) {
            request.headers.add("Content-Type", type);
        }
        if (!cookie_.empty()) {
            request.headers.add("Cookie", cookie_);
        }
        auto response = client_->send(request, CancelToken());
        if (!response) {
            throw std::runtime_error(method + " " + path + ": " + response.error().message);
        }
        if (const auto cookie = response->headers.get("Set-Cookie")) {
            cookie_ = cookie->substr(0, cookie->find(';'));
        }
        return *response;
    }
    std::string url_;
    std::string cookie_;
    std::unique_ptr<net::Transport> client_ = net::make_http_client();
};

} // namespace muster::test
