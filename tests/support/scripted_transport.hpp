#pragma once

// A transport that gives the answers it was told to, in order, and keeps what was asked.

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "net/transport.hpp"

namespace muster {

class ScriptedTransport : public net::Transport {
  public:
    using Outcome = tl::expected<net::Response, net::TransportError>;

    ScriptedTransport& answer(int status, std::string body) {
        net::Response response;
        response.status = status;
        response.body = std::move(body);
        return answer(std::move(response));
    }
    ScriptedTransport& answer(net::Response response) {
        script_.emplace_back(std::move(response));
        return *this;
    }
    ScriptedTransport& not_sent() { return fail(net::TransportError::Kind::NotSent, "no route"); }
    ScriptedTransport& no_answer() { return fail(net::TransportError::Kind::NoAnswer, "cut"); }

    tl::expected<net::Response, net::TransportError> send(const net::Request& request,
                                                          const CancelToken& cancel) override {
        if (cancel.is_cancelled()) {
            return tl::unexpected(net::TransportError{net::TransportError::Kind::Cancelled, "cancelled"});
        }
        requests.push_back(request);
        if (on_send) {
            on_send(request);
        }
        if (script_.empty()) {
            ADD_FAILURE() << "nobody expected " << request.method << " " << request.target;
            return tl::unexpected(net::TransportError{net::TransportError::Kind::NotSent, "unexpected"});
        }
        Outcome outcome = std::move(script_.front());
        script_.pop_front();
        return outcome;
    }

    /// Answers that nobody has fetched.
    [[nodiscard]] std::size_t left() const { return script_.size(); }

    std::vector<net::Request> requests;
    std::function<void(const net::Request&)> on_send; ///< runs while a request is under way

  private:
    ScriptedTransport& fail(net::TransportError::Kind kind, std::string message) {
        script_.emplace_back(tl::unexpected(net::TransportError{kind, std::move(message)}));
        return *this;
    }
    std::deque<Outcome> script_;
};

} // namespace muster
