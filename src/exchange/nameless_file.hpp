#pragma once

// A file that has no name and nobody else can open: it is gone with its object, and with the process however that
// ends.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster::exchange {

class NamelessFile {
  public:
    /// Takes room on the disk of `folder`. Code::Unavailable when the disk is full or the folder cannot be written.
    [[nodiscard]] static Result<NamelessFile> create(const std::string& folder, std::string_view content);
    NamelessFile(NamelessFile&& other) noexcept;
    NamelessFile& operator=(NamelessFile&& other) = delete;
    NamelessFile(const NamelessFile&) = delete;
    NamelessFile& operator=(const NamelessFile&) = delete;
    ~NamelessFile();

    /// By which this process can open it for reading while the object lives.
    [[nodiscard]] std::string path() const;

  private:
    explicit NamelessFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_; // -1 when moved from
};

} // namespace muster::exchange
