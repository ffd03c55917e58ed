#include "exchange/output_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace muster::exchange {
namespace {

constexpr int kMostNamesTried = 100;
constexpr mode_t kForEverybody = 0666; // less the umask
constexpr mode_t kForOwner = 0600;

tl::unexpected<Error> trouble(Code code, const std::string& path) {
    return fail(code, fmt::format("{} cannot be written: {}.", path, std::strerror(errno)));
}

} // namespace

Result<OutputFile> OutputFile::create(const std::string& path, Privacy privacy) {
    struct stat known{};
    if (::stat(path.c_str(), &known) == 0 && !S_ISREG(known.st_mode)) {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) {
            return trouble(Code::Invalid, path);
        }
        return OutputFile(path, path, descriptor);
    }
    for (int attempt = 0; attempt < kMostNamesTried; ++attempt) {
        std::string beside = fmt::format("{}.{}-{}.part", path, ::getpid(), attempt);
        const mode_t mode = privacy == Privacy::OwnerOnly ? kForOwner : kForEverybody;
        const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor >= 0) {
            return OutputFile(path, std::move(beside), descriptor);
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return trouble(Code::Invalid, path);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      written_to_(std::move(other.written_to_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile::~OutputFile() {
    if (descriptor_ < 0) {
        return;
    }
    ::close(descriptor_);
    if (written_to_ != path_) {
        ::unlink(written_to_.c_str());
    }
}

Result<void> OutputFile::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return trouble(Code::Unavailable, path_);
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> OutputFile::finish() {
    if (written_to_ == path_) {
        return ::close(std::exchange(descriptor_, -1)) == 0 ? Result<void>{} : trouble(Code::Unavailable, path_);
    }
    if (::fsync(descriptor_) != 0) {
        return trouble(Code::Unavailable, path_);
    }
    if (::rename(written_to_.c_str(), path_.c_str()) != 0) {
        return trouble(Code::Unavailable, path_);
    }
    ::close(std::exchange(descriptor_, -1));
    return {};
}

} // namespace muster::exchange
