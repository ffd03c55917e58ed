#include "exchange/output_file.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

using Names = std::vector<std::string>;

TEST(OutputFile, AppearsOnlyWhenItIsComplete) {
    const ChamberFolder folder;
    folder.write("a.csv", "old");
    auto file = OutputFile::create(folder.path("a.csv"), Privacy::AsUsual);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->write("new"));
    EXPECT_EQ(folder.read("a.csv"), "old");
    ASSERT_TRUE(file->finish());
    EXPECT_EQ(folder.read("a.csv"), "new");
    EXPECT_EQ(folder.names(), Names{"a.csv"});
}

TEST(OutputFile, LeavesNothingBehindWhenItIsGivenUp) {
    const ChamberFolder folder;
    folder.write("a.csv", "old");
    {
        auto file = OutputFile::create(folder.path("a.csv"), Privacy::AsUsual);
        ASSERT_TRUE(file && file->write("new"));
    }
    EXPECT_EQ(folder.read("a.csv"), "old");
    EXPECT_EQ(folder.names(), Names{"a.csv"});
}

TEST(OutputFile, WithSecretsIsForItsOwnerOnly) {
    const ChamberFolder folder;
    auto file = OutputFile::create(folder.path("a.csv"), Privacy::OwnerOnly);
    ASSERT_TRUE(file && file->finish());
    struct stat known{};
    ASSERT_EQ(::stat(folder.path("a.csv").c_str(), &known), 0);
    EXPECT_EQ(known.st_mode & 0777U, 0600U);
}

TEST(OutputFile, WhereNoneCanBeMadeSaysSo) {
    const ChamberFolder folder;
    for (const std::string& path : {folder.path("none/a.csv"), folder.path("")}) {
        const auto file = OutputFile::create(path, Privacy::AsUsual);
        ASSERT_FALSE(file);
        EXPECT_EQ(file.error().code, Code::Invalid);
        EXPECT_NE(file.error().message.find(path), std::string::npos);
    }
}

TEST(OutputFile, AFullDiskIsAnErrorThatMayPass) {
    auto file = OutputFile::create("/dev/full", Privacy::AsUsual);
    ASSERT_TRUE(file) << file.error().message;
    const auto written = file->write("x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::Unavailable);
    EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

} // namespace
} // namespace muster::exchange
