// The state file: everything but unfinished sign-ins, switches and faults, as one JSON document, replaced as a
// whole.

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/log.hpp"
#include "sandbox/state_codec.hpp"

namespace muster::sandbox {

namespace {

/// Above this many contacts the file is written once a second at most, and at the end.
constexpr std::size_t kWriteAtOnce = 2'000;

std::size_t contacts_in(const World& world) {
    std::size_t count = 0;
    for (const auto& account : world.accounts) {
        count += account.contacts().size();
    }
    return count;
}

/// Written beside, made durable, renamed.
bool replace_file(const std::string& path, const std::string& text) {
    const std::string beside = path + ".new";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    std::size_t at = 0;
    while (at < text.size()) {
        const auto written = ::write(file, text.data() + at, text.size() - at);
        if (written < 0 && errno != EINTR) {
            break;
        }
        at += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    const bool whole = at == text.size() && ::fsync(file) == 0;
    return ::close(file) == 0 && whole && std::rename(beside.c_str(), path.c_str()) == 0;
}

std::string read_file(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
        if (errno == ENOENT) {
            return "";
        }
        throw std::runtime_error(fmt::format("The state file {} cannot be read: {}.", path, std::strerror(errno)));
    }
    std::string text;
    std::string block(1 << 16, '\0');
    std::size_t count = 0;
    while ((count = std::fread(block.data(), 1, block.size(), file)) > 0) {
        text.append(block, 0, count);
    }
    std::fclose(file);
    return text;
}

} // namespace

void World::save(bool at_once) {
    if (options.state_file.empty() || !changed) {
        return;
    }
    const Instant at = now();
    if (!at_once && contacts_in(*this) > kWriteAtOnce && at < saved_at + std::chrono::seconds(1) &&
        at >= saved_at) {
        return;
    }
    if (!replace_file(options.state_file, encode_state(*this))) {
        muster::log(LogLevel::Error, "sandbox_state_not_written",
                    {{"file", options.state_file}, {"reason", std::strerror(errno)}});
        return;
    }
    changed = false;
    saved_at = at;
}

void World::load() {
    if (options.state_file.empty()) {
        return;
    }
    const std::string text = read_file(options.state_file);
    if (text.empty()) {
        return;
    }
    if (const auto decoded = decode_state(text, *this); !decoded) {
        throw std::runtime_error(fmt::format("The state file {} is unusable: {} Move it away to start afresh.",
                                             options.state_file, decoded.error().message));
    }
}

} // namespace muster::sandbox
