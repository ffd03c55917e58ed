#pragma once

// A file that appears under its name only when it is complete: it is written beside it and renamed at the end.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster::exchange {

/// Who may read the file: whoever the user's umask says, or only the user (it holds secrets).
enum class Privacy { AsUsual, OwnerOnly };

class OutputFile {
  public:
    /// Code::Invalid if the file cannot be made there. A path that is no regular file (a pipe, /dev/stdout) is
    /// written directly.
    [[nodiscard]] static Result<OutputFile> create(const std::string& path, Privacy privacy);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) = delete;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    /// Without a finish() before, nothing is left behind.
    ~OutputFile();

    /// Code::Unavailable when the disk is full or broken.
    [[nodiscard]] Result<void> write(std::string_view text);
    /// Makes the file durable and gives it its name.
    [[nodiscard]] Result<void> finish();

  private:
    OutputFile(std::string path, std::string written_to, int descriptor)
        : path_(std::move(path)), written_to_(std::move(written_to)), descriptor_(descriptor) {}

    std::string path_;
    std::string written_to_; // path_ itself when it is written directly
    int descriptor_;         // -1 when closed
};

} // namespace muster::exchange
