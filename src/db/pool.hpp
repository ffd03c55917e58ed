#pragma once

// Connections shared by the threads of a process: each use takes one for itself and gives it back with its prepared
// statements.

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "db/connection.hpp"

namespace muster::db {

class Pool {
  public:
    using Open = std::function<std::unique_ptr<Connection>()>;
    /// Keeps at most `kept` idle connections; more are opened when needed and closed after use.
    Pool(Open open, std::size_t kept) : open_(std::move(open)), kept_(kept) {}

    /// A connection of one's own for a while. The pool outlives it.
    class Lease {
      public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

      private:
        Pool* pool_;
        std::unique_ptr<Connection> connection_;
    };
    /// Throws StoreLost when no connection can be opened.
    [[nodiscard]] Lease lease();

  private:
    void give_back(std::unique_ptr<Connection> connection);
    Open open_;
    std::size_t kept_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

} // namespace muster::db
