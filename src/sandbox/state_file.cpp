#include "sandbox/world.hpp"

namespace muster::sandbox {

void World::save(bool) {}
void World::load() {}

} // namespace muster::sandbox
