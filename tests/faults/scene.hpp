#pragma once

// The scenes that sweeps play: a first push, and a second run with something of everything in it.

#include "support/chamber.hpp"

namespace muster::test {

[[nodiscard]] Ask scene_ask();
/// Of the run before, where there is one: without the list and the field that scene_ask adds.
[[nodiscard]] Ask first_ask();
/// Records before the first run.
void set_scene(Chamber& chamber);
/// After a first run: edits here, opt-outs, leavings and strangers there.
void change_scene(Chamber& chamber);

} // namespace muster::test
