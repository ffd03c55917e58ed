#include "exchange/nameless_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace muster::exchange {
namespace {

tl::unexpected<Error> no_room(const std::string& folder) {
    return fail(Code::Unavailable, fmt::format("The file cannot be kept in {}: {}.", folder, std::strerror(errno)));
}

} // namespace

Result<NamelessFile> NamelessFile::create(const std::string& folder, std::string_view content) {
    std::string pattern = folder + "/.muster-upload-XXXXXX";
    NamelessFile file(::mkostemp(pattern.data(), O_CLOEXEC)); // mode 0600
    if (file.descriptor_ < 0 || ::unlink(pattern.c_str()) != 0) {
        return no_room(folder);
    }
    while (!content.empty()) {
        const ssize_t written = ::write(file.descriptor_, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return no_room(folder);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return file;
}

NamelessFile::NamelessFile(NamelessFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

NamelessFile::~NamelessFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

std::string NamelessFile::path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

} // namespace muster::exchange
