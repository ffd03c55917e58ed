#pragma once

// For runs whose progress nobody looks at.

#include "sync/run.hpp"

namespace muster::test {

class Unobserved final : public sync::Observer {
  public:
    void progress(const sync::Progress&) override {}
};

} // namespace muster::test
